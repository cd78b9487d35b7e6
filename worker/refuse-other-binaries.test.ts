import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { numberToHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { localAccounts } from '#devnet/accounts.ts';
import { findFreePort } from '#devnet/ports.ts';
import { deploymentSchema } from '#protocol/deployment.ts';

const run = promisify(execFile);
const MAIN = path.join(import.meta.dirname, 'main.ts');
const CONTRACTS = Object.keys(deploymentSchema.shape.contracts.shape);
const CHANGE_BINARY = path.join(import.meta.dirname, '../test/fixtures/changed-binary.ts');

let directory: string;
let settings: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-binaries-'));
  settings = path.join(directory, 'settings.json');
  const [operator] = localAccounts().operators;
  // Nothing listens there: a node that starts gets as far as the chain and no further.
  const nowhere = `127.0.0.1:${await findFreePort()}`;
  await writeFile(
    settings,
    JSON.stringify({
      rpcUrls: [`http://${nowhere}`],
      deployment: {
        chainId: 31_337,
        startBlock: 0,
        taskDefinitionId: 1,
        contracts: Object.fromEntries(CONTRACTS.map((name) => [name, zeroAddress])),
      },
      databaseUrl: `postgres://nobody@${nowhere}/nothing`,
      dataDirectory: path.join(directory, 'data'),
      accountKey: operator?.privateKey,
      blsKey: numberToHex(1_000, { size: 32 }),
      logLevel: 'silent',
    }),
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const failureSchema = z.object({ code: z.number(), stderr: z.string() });

/** Runs an operator's node, which is to fail. */
async function startNode(nodeOptions: readonly string[], environment: Record<string, string>) {
  const failure = await run(process.execPath, [...nodeOptions, MAIN, settings], {
    env: { ...process.env, ...environment },
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return failureSchema.parse(failure);
}

test.each([
  ['quickJs', '@jitl/quickjs-wasmfile-release-sync/wasm'],
  ['onnxRuntime', 'onnxruntime-web/ort-wasm-simd-threaded.wasm'],
])('a node whose %s binary differs in one bit does not start', async (name, specifier) => {
  const original = new Uint8Array(await readFile(fileURLToPath(import.meta.resolve(specifier))));
  const changed = path.join(directory, `${name}.wasm`);
  await writeFile(changed, original.with(1_000, (original[1_000] ?? 0) ^ 1));
  const { code, stderr } = await startNode(['--import', CHANGE_BINARY], {
    CHANGED_PACKAGE_FILE: specifier,
    CHANGED_BINARY: changed,
  });
  expect(code).toBe(1);
  expect(stderr).toContain(
    `RuntimeMismatchError: The ${name} binary is not the one that verdicts are computed with.`,
  );
});

test('with the pinned binaries the same node gets as far as the chain', async () => {
  const { stderr } = await startNode([], {});
  expect(stderr).toContain('ChainUnreachableError');
});
