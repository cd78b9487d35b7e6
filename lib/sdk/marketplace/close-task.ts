import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { WriteClient } from '../client.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type CloseTaskParameters = TransactionOptions & { taskId: number };

export type CloseTaskReturnType = {
  /** What is credited to the owner: the rest of the pool, in the token’s base units. */
  returned: bigint;
  receipt: TransactionReceipt;
};

/**
 * Closes a task past its deadline, or solved, with nothing pending: the owner, after a grace period anyone.
 *
 * @throws {ContractRevertedError}
 */
export async function closeTask(
  client: WriteClient,
  parameters: CloseTaskParameters,
): Promise<CloseTaskReturnType> {
  const { taskId, ...options } = parameters;
  const { modelSubmission } = client.deployment.contracts;
  const receipt = await transact(client, {
    ...options,
    to: modelSubmission,
    data: encodeFunctionData({ abi: modelSubmissionAbi, functionName: 'closeTask', args: [taskId] }),
    action: `close task ${taskId}`,
  });
  const { returned } = requireEvent({
    receipt,
    address: modelSubmission,
    abi: modelSubmissionAbi,
    eventName: 'TaskClosed',
  });
  return { returned, receipt };
}
