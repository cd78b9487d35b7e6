import { type Hex, bytesToHex } from 'viem';

const SEED_BYTES = 32;

/** A fresh seed to make parameters from. */
export function createSeed(): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(SEED_BYTES)));
}
