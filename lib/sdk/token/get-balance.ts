import { type Address, erc20Abi } from 'viem';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetBalanceParameters = { token: Address; account: Address };

/** In the token’s base units. */
export type GetBalanceReturnType = bigint;

/** How much of a token an account has. */
export async function getBalance(
  client: ReadClient,
  { token, account }: GetBalanceParameters,
): Promise<GetBalanceReturnType> {
  return read(`read the balance of ${account}`, () =>
    client.publicClient.readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [account],
    }),
  );
}
