import { type Address, type TransactionReceipt, encodeFunctionData } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import type { WriteClient } from '../client.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type ClaimFeesParameters = TransactionOptions & {
  token: Address;
  /** Whose fees; they go to its rewards receiver, whoever calls. @default the caller */
  account?: Address | undefined;
};

export type ClaimFeesReturnType = {
  /** What was paid out, in the token’s base units. */
  amount: bigint;
  receiver: Address;
  receipt: TransactionReceipt;
};

/** Pays out an operator’s earned fees; anyone may. @throws {ContractRevertedError} `NothingToClaim` */
export async function claimFees(
  client: WriteClient,
  parameters: ClaimFeesParameters,
): Promise<ClaimFeesReturnType> {
  const { token, account = client.walletClient.account.address, ...options } = parameters;
  const { attestationCenter } = client.deployment.contracts;
  const receipt = await transact(client, {
    ...options,
    to: attestationCenter,
    data: encodeFunctionData({
      abi: attestationCenterAbi,
      functionName: 'claimFees',
      args: [token, account],
    }),
    action: `claim the fees of ${account}`,
  });
  const { amount, receiver } = requireEvent({
    receipt,
    address: attestationCenter,
    abi: attestationCenterAbi,
    eventName: 'FeesClaimed',
  });
  return { amount, receiver, receipt };
}
