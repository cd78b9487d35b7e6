import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Hex, bytesToHex } from 'viem';
import { isSystemError } from '../ports.ts';

/** Below the order of the group whatever the rest: its first byte is at most 0x73. */
const FIRST_BYTE_MASK = 0x3f;
const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/** An operator's own BLS secret key: read from its folder, or drawn and kept there at its first start. */
export async function provideBlsKey(folder: string): Promise<Hex> {
  const file = path.join(folder, 'bls-key');
  await mkdir(folder, { recursive: true });
  const drawn = randomBytes(KEY_BYTES);
  drawn[0] = (drawn[0] ?? 0) & FIRST_BYTE_MASK;
  try {
    const key = bytesToHex(drawn);
    await writeFile(file, key, { flag: 'wx', mode: OWNER_ONLY, flush: true });
    return key;
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
    return `0x${(await readFile(file, 'utf8')).trim().replace(/^0x/, '')}`;
  }
}
