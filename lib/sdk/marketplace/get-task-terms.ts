import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import { getSubmission } from './get-submission.ts';
import { TaskNotFoundError, getTask } from './get-task.ts';

export type GetTaskTermsParameters = { taskId: number };

export type GetTaskTermsReturnType = TaskTerms;

/**
 * The whole terms of a task, from the log of its creation: with the initial parameters and the storage, which the
 * contract does not keep. @throws {TaskNotFoundError}
 */
export async function getTaskTerms(
  client: ReadClient,
  { taskId }: GetTaskTermsParameters,
): Promise<GetTaskTermsReturnType> {
  const { publicClient, deployment } = client;
  await getTask(client, { taskId });
  // The baseline exists since its task does, and so names the one block to look in.
  const baseline = await getSubmission(client, { submissionId: toSubmissionId({ taskId, index: 0 }) });
  const createdBlock = BigInt(baseline.commitBlock);
  const [created] = await read(`read the terms of task ${taskId}`, () =>
    publicClient.getContractEvents({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      eventName: 'TaskCreated',
      args: { taskId },
      fromBlock: createdBlock,
      toBlock: createdBlock,
      strict: true,
    }),
  );
  if (created === undefined) throw new TaskNotFoundError({ taskId });
  return created.args.terms;
}
