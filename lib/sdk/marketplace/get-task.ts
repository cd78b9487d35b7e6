import type { ContractFunctionReturnType } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import { isContractError } from '../errors/contract-reverted.ts';
import { type TaskStatus, toTaskStatus } from '../statuses.ts';

export type GetTaskParameters = { taskId: number };

type AbiTask = ContractFunctionReturnType<typeof modelSubmissionAbi, 'view', 'getTask'>;

/** A task as it stands. Amounts in the token’s base units, scores 1e18 = 1, times in Unix seconds. */
export type Task = Omit<AbiTask, 'status'> & { taskId: number; status: TaskStatus };

export type GetTaskReturnType = Task;

/** There is no such task. */
export class TaskNotFoundError extends BaseError {
  override name = 'TaskNotFoundError';
  constructor({ taskId, cause }: { taskId: number; cause?: unknown }) {
    super(`Task ${taskId} does not exist.`, {
      cause,
      metaMessages: ['Check the id, and that you are on the right chain.'],
    });
  }
}

/** A task as it stands on the chain. @throws {TaskNotFoundError}, {ChainUnreachableError} */
export async function getTask(client: ReadClient, { taskId }: GetTaskParameters): Promise<GetTaskReturnType> {
  const task = await read(`read task ${taskId}`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'getTask',
      args: [taskId],
    }),
  ).catch((error: unknown) => {
    if (isContractError(error, 'UnknownTask')) throw new TaskNotFoundError({ taskId, cause: error });
    throw error;
  });
  return { ...task, taskId, status: toTaskStatus(task.status) };
}
