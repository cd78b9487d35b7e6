import type { PublicClient } from 'viem';
import { BlockHeaderMismatchError, encodeBlockHeader } from '#protocol/seed/header.ts';
import type { Finding } from '../finding.ts';

/** Whether a header is encoded as Ethereum’s is: seeds are proven by it. */
export async function checkHeaderEncoding(publicClient: PublicClient): Promise<Finding<'header-encoding'>> {
  const check = 'header-encoding';
  const block = await publicClient.getBlock();
  try {
    encodeBlockHeader(block);
  } catch (error) {
    if (!(error instanceof BlockHeaderMismatchError)) throw error;
    return {
      check,
      status: 'fails',
      detail: `the header of block ${block.number} has other fields than Ethereum’s: no seed can be proven`,
    };
  }
  return { check, status: 'holds', detail: `the header of block ${block.number} hashes to its hash` };
}
