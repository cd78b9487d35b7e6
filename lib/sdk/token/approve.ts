import { type Address, type TransactionReceipt, encodeFunctionData, erc20Abi } from 'viem';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';
import { getAllowance } from './get-allowance.ts';

export type ApproveParameters = TransactionOptions & {
  token: Address;
  /** Who may take it. @default model submission */
  spender?: Address | undefined;
  /** In the token’s base units. */
  amount: bigint;
};

export type ApproveReturnType = {
  /** `undefined` when the allowance was enough already, so that nothing was sent. */
  receipt: TransactionReceipt | undefined;
};

/** Allows the contracts to take an amount, unless they may already. @throws {ContractRevertedError} */
export async function approve(
  client: WriteClient,
  parameters: ApproveParameters,
): Promise<ApproveReturnType> {
  const { token, amount, spender = client.deployment.contracts.modelSubmission, ...options } = parameters;
  const allowance = await getAllowance(client, {
    token,
    spender,
    owner: client.walletClient.account.address,
  });
  if (allowance >= amount) return { receipt: undefined };
  const receipt = await transact(client, {
    ...options,
    to: token,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, amount] }),
    action: `approve ${amount} of the token`,
  });
  return { receipt };
}
