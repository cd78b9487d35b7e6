import type { Address } from 'viem';
import { read } from '../chain/read.ts';
import type { WriteClient } from '../client.ts';
import type { Payment } from './allow.ts';
import { supportsPermit } from './supports-permit.ts';

export type ChoosePaymentParameters = { token: Address };

export type ChoosePaymentReturnType = Payment;

/** An ordinary account that has lent itself code (EIP-7702) still signs with its key. */
const DELEGATION = '0xef0100';

/**
 * How the connected account allows a payment most cheaply: by a permit where the token takes them, and by an approval
 * otherwise, or when the account is a contract, whose signature no permit can hold.
 *
 * @throws {ChainUnreachableError}
 */
export async function choosePayment(
  client: WriteClient,
  { token }: ChoosePaymentParameters,
): Promise<ChoosePaymentReturnType> {
  const account = client.walletClient.account.address;
  const [takesPermits, code] = await Promise.all([
    supportsPermit(client, { token, account }),
    read(`read the code of ${account}`, () => client.publicClient.getCode({ address: account })),
  ]);
  const isContract = code !== undefined && code !== '0x' && !code.startsWith(DELEGATION);
  return takesPermits && !isContract ? 'permit' : 'approve';
}
