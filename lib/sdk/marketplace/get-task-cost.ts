import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { type TaskCost, taskCost } from '#protocol/task/cost.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetTaskCostParameters = { terms: Pick<TaskTerms, 'token' | 'bounty' | 'storageQuotaBytes'> };

export type GetTaskCostReturnType = TaskCost;

/** What creating a task would take from its owner: bounty, creation fee, storage fee. */
export async function getTaskCost(
  client: ReadClient,
  { terms }: GetTaskCostParameters,
): Promise<GetTaskCostReturnType> {
  const tokenTerms = await read(`read the fees of the token ${terms.token}`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'tokenTerms',
      args: [terms.token],
    }),
  );
  return taskCost({ terms, tokenTerms });
}
