import type { Address } from 'viem';
import type { WriteClient } from '../client.ts';
import type { TransactionOptions } from '../transaction/transact.ts';
import { approve } from './approve.ts';
import { getAllowance } from './get-allowance.ts';
import { type Permit, signPermit } from './sign-permit.ts';

/** How the contracts are allowed to take an amount: by a transaction before, or by a signature that comes along. */
export type Payment = 'approve' | 'permit';

export type AllowParameters = TransactionOptions & {
  token: Address;
  /** In the token’s base units. */
  amount: bigint;
  payment: Payment;
};

export type AllowReturnType = {
  /** To be handed to the action that pays; `undefined` when the contracts may take the amount already. */
  permit: Permit | undefined;
};

/**
 * Allows the contracts to take an amount, in the way that was chosen; does nothing when they may already.
 *
 * @throws {SignatureRejectedError}, {ContractRevertedError} for example when the token takes no permits.
 *
 * @example
 * const { permit } = await allow(client, { token, amount, payment: 'permit' });
 * await topUp(client, { taskId, amount, permit });
 */
export async function allow(client: WriteClient, parameters: AllowParameters): Promise<AllowReturnType> {
  const { token, amount, payment, ...options } = parameters;
  if (payment === 'approve') {
    await approve(client, { ...options, token, amount });
    return { permit: undefined };
  }
  const owner = client.walletClient.account.address;
  if ((await getAllowance(client, { token, owner })) >= amount) return { permit: undefined };
  options.onStage?.({ name: 'signing' });
  return { permit: await signPermit(client, { token, amount }) };
}
