import type { Address } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetCreditParameters = { token: Address; account: Address };

/** In the token’s base units. */
export type GetCreditReturnType = bigint;

/** What an account could `claim`. */
export async function getCredit(
  client: ReadClient,
  { token, account }: GetCreditParameters,
): Promise<GetCreditReturnType> {
  return read(`read the credit of ${account}`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'creditOf',
      args: [token, account],
    }),
  );
}
