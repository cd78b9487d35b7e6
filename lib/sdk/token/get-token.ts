import { type Address, erc20Abi } from 'viem';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetTokenReturnType = {
  address: Address;
  symbol: string;
  /** Decimal places of a base unit. */
  decimals: number;
};

/** What amounts of a token are shown with. */
export async function getToken(
  { publicClient }: Pick<ReadClient, 'publicClient'>,
  { token }: { token: Address },
): Promise<GetTokenReturnType> {
  const contract = { address: token, abi: erc20Abi } as const;
  const [symbol, decimals] = await read(`read the token ${token}`, () =>
    Promise.all([
      publicClient.readContract({ ...contract, functionName: 'symbol' }),
      publicClient.readContract({ ...contract, functionName: 'decimals' }),
    ]),
  );
  return { address: token, symbol, decimals };
}
