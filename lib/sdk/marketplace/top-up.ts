import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { WriteClient } from '../client.ts';
import type { Permit } from '../token/sign-permit.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type TopUpParameters = TransactionOptions & {
  taskId: number;
  /** In the token’s base units. */
  amount: bigint;
  permit?: Permit | undefined;
};

export type TopUpReturnType = {
  /** The pool afterwards. */
  pool: bigint;
  receipt: TransactionReceipt;
};

/** Adds to the pool of a task that is created or open; anyone may. @throws {ContractRevertedError} */
export async function topUp(client: WriteClient, parameters: TopUpParameters): Promise<TopUpReturnType> {
  const { taskId, amount, permit, ...options } = parameters;
  const { modelSubmission } = client.deployment.contracts;
  const receipt = await transact(client, {
    ...options,
    to: modelSubmission,
    data: permit
      ? encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName: 'topUpWithPermit',
          args: [taskId, amount, permit],
        })
      : encodeFunctionData({ abi: modelSubmissionAbi, functionName: 'topUp', args: [taskId, amount] }),
    action: `top up task ${taskId}`,
  });
  const { pool } = requireEvent({
    receipt,
    address: modelSubmission,
    abi: modelSubmissionAbi,
    eventName: 'ToppedUp',
  });
  return { pool, receipt };
}
