import { type Address, erc20Abi } from 'viem';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetAllowanceParameters = {
  token: Address;
  owner: Address;
  /** @default model submission */
  spender?: Address | undefined;
};

/** In the token’s base units. */
export type GetAllowanceReturnType = bigint;

/** How much of an account’s tokens the contracts may take. */
export async function getAllowance(
  { publicClient, deployment }: ReadClient,
  { token, owner, spender = deployment.contracts.modelSubmission }: GetAllowanceParameters,
): Promise<GetAllowanceReturnType> {
  return read(`read the allowance of ${owner}`, () =>
    publicClient.readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'allowance',
      args: [owner, spender],
    }),
  );
}
