import { type Hex, pad, toHex } from 'viem';

/** A seed of the judge's generator: 32 bytes that start with the number, because it is seeded with the first 16. */
export function trainingSeed(seed: number): Hex {
  return pad(toHex(seed, { size: 8 }), { size: 32, dir: 'right' });
}
