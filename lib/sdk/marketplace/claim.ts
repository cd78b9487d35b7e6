import { type Address, type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { WriteClient } from '../client.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type ClaimParameters = TransactionOptions & { token: Address };

export type ClaimReturnType = {
  /** What was paid out, in the token’s base units. */
  amount: bigint;
  receipt: TransactionReceipt;
};

/**
 * Pays out what the caller was credited in a token: payments, bonds that go back, pools of closed tasks.
 *
 * @throws {ContractRevertedError} `NothingToClaim` when there is none.
 */
export async function claim(client: WriteClient, parameters: ClaimParameters): Promise<ClaimReturnType> {
  const { token, ...options } = parameters;
  const { modelSubmission } = client.deployment.contracts;
  const receipt = await transact(client, {
    ...options,
    to: modelSubmission,
    data: encodeFunctionData({ abi: modelSubmissionAbi, functionName: 'claim', args: [token] }),
    action: 'claim the credit',
  });
  const { amount } = requireEvent({
    receipt,
    address: modelSubmission,
    abi: modelSubmissionAbi,
    eventName: 'CreditClaimed',
  });
  return { amount, receipt };
}
