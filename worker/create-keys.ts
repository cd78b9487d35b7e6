/**
 * Draws an operator's two keys and keeps them encrypted: `node worker/create-keys.ts FOLDER`, with the password in
 * ZARATHUSTRA_KEYSTORE_PASSWORD or in the file that ZARATHUSTRA_KEYSTORE_PASSWORD_FILE names.
 */
import { SecretKey } from '@chainsafe/bls/blst-native';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bytesToHex } from 'viem';
import { generatePrivateKey } from 'viem/accounts';
import { BaseError } from '#protocol/errors/base.ts';
import { encryptAccountKey, encryptBlsKey } from './keys/keystore.ts';

const OWNER_ONLY = 0o600;
const LEAST_PASSWORD_CHARACTERS = 8;

/** The command lacks something. */
class CreateKeysError extends BaseError {
  override name = 'CreateKeysError';
  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`The keys were not created: ${problem}.`, {
      cause,
      metaMessages: [
        'Usage: ZARATHUSTRA_KEYSTORE_PASSWORD_FILE=password node worker/create-keys.ts FOLDER',
        `The password has at least ${LEAST_PASSWORD_CHARACTERS} characters.`,
      ],
      docsPath: 'operators.md#keys',
    });
  }
}

async function readPassword(): Promise<string> {
  const { ZARATHUSTRA_KEYSTORE_PASSWORD: given, ZARATHUSTRA_KEYSTORE_PASSWORD_FILE: file } = process.env;
  const password = given ?? (file === undefined ? '' : (await readFile(file, 'utf8')).trim());
  if (password.length < LEAST_PASSWORD_CHARACTERS)
    throw new CreateKeysError({ problem: 'there is no password, or a short one' });
  return password;
}

/** Never overwrites: a key that is gone may be one that has a stake. */
async function keep(file: string, json: string): Promise<void> {
  try {
    await writeFile(file, json, { mode: OWNER_ONLY, flag: 'wx' });
  } catch (cause) {
    throw new CreateKeysError({ problem: `${file} cannot be written, or is there already`, cause });
  }
}

async function main(): Promise<void> {
  const folder = process.argv[2];
  if (folder === undefined) throw new CreateKeysError({ problem: 'no folder was named' });
  const password = await readPassword();
  await mkdir(folder, { recursive: true });
  const account = await encryptAccountKey({ accountKey: generatePrivateKey(), password });
  const bls = await encryptBlsKey({ blsKey: bytesToHex(SecretKey.fromKeygen().toBytes()), password });
  const accountFile = path.join(folder, 'account-keystore.json');
  const blsFile = path.join(folder, 'bls-keystore.json');
  await keep(accountFile, account.json);
  await keep(blsFile, bls.json);
  process.stdout.write(
    [
      `account ${account.owner}  ${accountFile}`,
      `BLS key ${bls.owner}  ${blsFile}`,
      'Back up both files and the password: whoever has lost them has lost the stake.',
      '',
    ].join('\n'),
  );
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof BaseError ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
