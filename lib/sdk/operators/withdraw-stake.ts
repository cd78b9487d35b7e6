import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import type { WriteClient } from '../client.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type WithdrawStakeReturnType = {
  /** In the stake token’s base units. */
  amount: bigint;
  receipt: TransactionReceipt;
};

/**
 * Takes the stake back, once it is unbonded and the registry has let go of the operator.
 *
 * @throws {ContractRevertedError}
 */
export async function withdrawStake(
  client: WriteClient,
  options: TransactionOptions = {},
): Promise<WithdrawStakeReturnType> {
  const { avsGovernance } = client.deployment.contracts;
  const receipt = await transact(client, {
    ...options,
    to: avsGovernance,
    data: encodeFunctionData({ abi: avsGovernanceAbi, functionName: 'withdrawStake' }),
    action: 'withdraw the stake',
  });
  const { amount } = requireEvent({
    receipt,
    address: avsGovernance,
    abi: avsGovernanceAbi,
    eventName: 'StakeWithdrawn',
  });
  return { amount, receipt };
}
