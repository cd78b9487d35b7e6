import { type Hex, keccak256, numberToHex, stringToHex } from 'viem';

/**
 * Pseudo-random numbers for test vectors that need no library on either side: the hash of a label and a counter.
 *
 * @param label Vectors of another label do not change when some are added to these.
 */
export function createVectorSource(label: string) {
  let counter = 0;
  const word = (): Hex => keccak256(stringToHex(`${label}/${counter++}`));
  return {
    word,
    /** Uniform enough in `[0, bound)`. */
    below: (bound: bigint): bigint => BigInt(word()) % bound,
    address: () => numberToHex(BigInt(word()) >> 96n, { size: 20 }),
  };
}
