import type { Address } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetListedTokensReturnType = readonly Address[];

/** The tokens that governance has ever listed; `getTokenTerms` says whether one still is. */
export async function getListedTokens({
  publicClient,
  deployment,
}: ReadClient): Promise<GetListedTokensReturnType> {
  return read('read the listed tokens', () =>
    publicClient.readContract({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'listedTokens',
    }),
  );
}
