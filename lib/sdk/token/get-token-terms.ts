import type { Address, ContractFunctionReturnType } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetTokenTermsParameters = { token: Address };

/** What governance listed a token with: fees in its base units. */
export type GetTokenTermsReturnType = ContractFunctionReturnType<
  typeof modelSubmissionAbi,
  'view',
  'tokenTerms'
>;

/** The fees that tasks in a token pay, and whether there can be new ones. */
export async function getTokenTerms(
  { publicClient, deployment }: ReadClient,
  { token }: GetTokenTermsParameters,
): Promise<GetTokenTermsReturnType> {
  return read(`read the fees of the token ${token}`, () =>
    publicClient.readContract({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'tokenTerms',
      args: [token],
    }),
  );
}
