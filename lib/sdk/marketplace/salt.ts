import { type Hex, bytesToHex } from 'viem';

const SALT_BYTES = 32;

/** A salt for a commitment: 32 bytes that nobody can guess. */
export function createSalt(): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
}
