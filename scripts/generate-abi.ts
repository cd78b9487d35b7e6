/**
 * Builds the contracts and writes what the rest of the project reads of them: typed ABIs into `lib/protocol/abi`, and
 * the code that is deployed into `devnet/deployment/bytecode`. Both are committed, so that nothing needs a compiler at
 * run time; `--check` fails when they differ from what the contracts compile to.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { refuseWarnings } from './compiler-warnings.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BYTECODE = join(ROOT, 'devnet/deployment/bytecode');

/** What is deployed, by its path among the artifacts. */
const DEPLOYED = {
  TaskCreation: 'libraries/TaskCreation.sol',
  ModelSubmission: 'ModelSubmission.sol',
  AttestationCenter: 'AttestationCenter.sol',
  OperatorRegistry: 'OperatorRegistry.sol',
  AvsLogic: 'AvsLogic.sol',
  AvsGovernance: 'AvsGovernance.sol',
  DirectMessageHandler: 'DirectMessageHandler.sol',
  Slasher: 'Slasher.sol',
  GovernanceTimelock: 'GovernanceTimelock.sol',
  TestToken: 'TestToken.sol',
} as const;

const artifactSchema = z.object({
  bytecode: z.string(),
  linkReferences: z.record(
    z.string(),
    z.record(z.string(), z.array(z.object({ start: z.number(), length: z.literal(20) }))),
  ),
});

function run(program: string, ...parameters: string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', program), ...parameters], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function bytecodeFile(name: keyof typeof DEPLOYED): Promise<string> {
  const path = join(ROOT, 'artifacts/contracts', DEPLOYED[name], `${name}.json`);
  const artifact = artifactSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  const libraries: Record<string, number[]> = {};
  for (const file of Object.values(artifact.linkReferences)) {
    for (const [library, references] of Object.entries(file)) {
      libraries[library] = references.map(({ start }) => start);
    }
  }
  // A placeholder is not hexadecimal: zeros take its place until the library's address does.
  const bytecode = artifact.bytecode.replaceAll(/__\$[0-9a-f]{34}\$__/g, '0'.repeat(40));
  return `${JSON.stringify({ libraries, bytecode }, null, 2)}\n`;
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  run('hardhat/dist/src/cli.js', 'build', '--no-tests');
  await refuseWarnings(join(ROOT, 'artifacts'));
  run('@wagmi/cli/dist/esm/cli.js', 'generate');
  await mkdir(BYTECODE, { recursive: true });
  for (const name of Object.keys(DEPLOYED) as (keyof typeof DEPLOYED)[]) {
    await writeFile(join(BYTECODE, `${name}.json`), await bytecodeFile(name));
  }
  if (!check) return;
  execFileSync(
    'git',
    ['diff', '--exit-code', '--stat', '--', 'lib/protocol/abi', 'devnet/deployment/bytecode'],
    {
      cwd: ROOT,
      stdio: 'inherit',
    },
  );
}

await main();
