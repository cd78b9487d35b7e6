import { BlockNotFoundError, type Hex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { encodeBlockHeader } from '#protocol/seed/header.ts';
import { submissionSeed } from '#protocol/verdict/messages.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetSeedHeaderParameters = {
  submissionId: bigint;
  /** The block that gives the seed; it must be mined. */
  seedBlock: number;
};

export type GetSeedHeaderReturnType = {
  /** RLP, as `fixSeed` and `submitTask` take it. */
  header: Hex;
  /** The seed that follows from it. */
  seed: Hex;
  blockHash: Hex;
};

/** The block that gives the seed is not there yet. */
export class SeedBlockNotMinedError extends BaseError {
  override name = 'SeedBlockNotMinedError';
  constructor({ submissionId, seedBlock }: { submissionId: bigint; seedBlock: number }) {
    super(`The seed block ${seedBlock} of submission ${submissionId} is not mined yet.`, {
      metaMessages: ['Wait for it.'],
    });
  }
}

/**
 * A seed block’s header, checked against its hash, and the seed that it gives a submission. Another reorganisation
 * of the chain gives another one: act after enough confirmations.
 *
 * @throws {SeedBlockNotMinedError}, {BlockHeaderMismatchError}, {ChainUnreachableError}
 */
export async function getSeedHeader(
  client: ReadClient,
  { submissionId, seedBlock }: GetSeedHeaderParameters,
): Promise<GetSeedHeaderReturnType> {
  const { publicClient, deployment } = client;
  const block = await read(`read block ${seedBlock}`, () =>
    publicClient.getBlock({ blockNumber: BigInt(seedBlock) }),
  ).catch((error: unknown) => {
    const isMissing =
      error instanceof BaseError && error.walk((cause) => cause instanceof BlockNotFoundError);
    throw isMissing ? new SeedBlockNotMinedError({ submissionId, seedBlock }) : error;
  });
  const header = encodeBlockHeader(block);
  const seed = submissionSeed({
    prevRandao: block.mixHash,
    chainId: deployment.chainId,
    modelSubmission: deployment.contracts.modelSubmission,
    submissionId,
  });
  return { header, seed, blockHash: block.hash };
}
