import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import type { WriteClient } from '../client.ts';
import type { Permit } from '../token/sign-permit.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';
import { getTaskCost } from './get-task-cost.ts';

export type CreateTaskParameters = TransactionOptions & {
  terms: TaskTerms;
  /** Allows the whole cost (`getTaskCost`) in the same transaction; without it, `approve` before. */
  permit?: Permit | undefined;
  /**
   * The most that may be taken, in the token’s base units: governance can raise the fees at any time.
   *
   * @default the permit’s value, or what `getTaskCost` says now
   */
  maximumTotal?: bigint | undefined;
};

export type CreateTaskReturnType = {
  taskId: number;
  /** The submission that stands for the initial parameters. */
  baselineId: bigint;
  /** The block whose randomness the baseline is measured on. */
  seedBlock: number;
  receipt: TransactionReceipt;
};

/**
 * Creates a task: escrows the bounty and pays creation and storage fee. It opens when the operators have measured
 * its baseline (`waitForTaskStatus`).
 *
 * @throws {ContractRevertedError} for example for unsound terms: it names the term, its value and the bound.
 *
 * @example
 * const { total } = await getTaskCost(client, { terms });
 * await approve(client, { token: terms.token, spender: client.deployment.contracts.modelSubmission, amount: total });
 * const { taskId } = await createTask(client, { terms, maximumTotal: total });
 */
export async function createTask(
  client: WriteClient,
  parameters: CreateTaskParameters,
): Promise<CreateTaskReturnType> {
  const { terms, permit, maximumTotal, ...options } = parameters;
  const { modelSubmission } = client.deployment.contracts;
  const maximum = maximumTotal ?? permit?.value ?? (await getTaskCost(client, { terms })).total;
  const receipt = await transact(client, {
    ...options,
    to: modelSubmission,
    data: permit
      ? encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName: 'createTaskWithPermit',
          args: [terms, maximum, permit],
        })
      : encodeFunctionData({ abi: modelSubmissionAbi, functionName: 'createTask', args: [terms, maximum] }),
    action: 'create the task',
  });
  const { taskId, baselineId, seedBlock } = requireEvent({
    receipt,
    address: modelSubmission,
    abi: modelSubmissionAbi,
    eventName: 'TaskCreated',
  });
  return { taskId, baselineId, seedBlock, receipt };
}
