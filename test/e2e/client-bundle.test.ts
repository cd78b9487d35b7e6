import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCAL_MNEMONIC, localAccounts } from '#devnet/accounts.ts';

const STATIC = path.resolve(import.meta.dirname, '../../.next/static');

/** What a browser has no business to see, and what each would give away. */
const SECRETS = [
  { name: 'the phrase of the development accounts', text: LOCAL_MNEMONIC },
  ...localAccounts().operators.map(({ account, privateKey }) => ({
    name: `the private key of ${account.address}`,
    text: privateKey.slice(2),
  })),
  { name: 'the name of the database’s setting', text: 'DATABASE_URL' },
  { name: 'the name of the node’s key setting', text: 'ACCOUNT_KEY' },
  { name: 'a database address', text: 'postgres://' },
];

/** All scripts, style sheets and whatever else the build gives to browsers, but for WebAssembly. */
async function readClientFiles(): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(STATIC, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.wasm'));
  return Promise.all(
    files.map(async ({ parentPath, name }) => ({
      name: path.relative(STATIC, path.join(parentPath, name)),
      text: await readFile(path.join(parentPath, name), 'utf8'),
    })),
  );
}

describe('what the build gives to browsers', () => {
  test('holds no secret, and nothing that only servers read', async () => {
    const files = await readClientFiles();
    // The check would see it: what is surely there is found.
    expect(files.some(({ text }) => text.includes('zarathustra.pending-transactions'))).toBe(true);
    const found = files.flatMap(({ name, text }) =>
      SECRETS.filter((secret) => text.toLowerCase().includes(secret.text.toLowerCase())).map(
        (secret) => `${name}: ${secret.name}`,
      ),
    );
    expect(found).toEqual([]);
  });
});
