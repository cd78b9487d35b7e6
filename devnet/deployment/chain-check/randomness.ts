import type { PublicClient } from 'viem';
import type { Finding } from '../finding.ts';

const SAMPLED_BLOCKS = 16n;
const LEAST_BLOCKS = 4;
/** A random value is smaller once in 2^64 times. */
const LEAST_VALUE = 1n << 192n;

/**
 * Whether PREVRANDAO differs from block to block and is not small, as random values are. That nobody chose them cannot
 * be told from outside: it is a matter of how the chain makes its blocks.
 */
export async function checkRandomness(publicClient: PublicClient): Promise<Finding<'randomness'>> {
  const check = 'randomness';
  const head = await publicClient.getBlockNumber({ cacheTime: 0 });
  const values: bigint[] = [];
  // The first block has no PREVRANDAO of its own.
  for (let blockNumber = head; blockNumber > 0n && head - blockNumber < SAMPLED_BLOCKS; blockNumber -= 1n) {
    const { mixHash } = await publicClient.getBlock({ blockNumber });
    values.push(BigInt(mixHash));
  }
  if (values.length < LEAST_BLOCKS) {
    return { check, status: 'unknown', detail: `the chain has only ${values.length} blocks to look at` };
  }
  const distinct = new Set(values).size;
  if (distinct === 1) {
    return { check, status: 'fails', detail: `PREVRANDAO is constant over the last ${values.length} blocks` };
  }
  if (distinct < values.length) {
    return {
      check,
      status: 'fails',
      detail: `PREVRANDAO repeats itself: ${distinct} values in ${values.length} blocks, so it is known in advance`,
    };
  }
  if (values.some((value) => value < LEAST_VALUE)) {
    return {
      check,
      status: 'fails',
      detail: 'PREVRANDAO is a small number in recent blocks, not a random one',
    };
  }
  return {
    check,
    status: 'holds',
    detail: `PREVRANDAO differs in all of the last ${values.length} blocks; that nobody chooses it cannot be told from outside`,
  };
}
