/**
 * `npm run test:coverage`: every line of the contracts is run by a test and every condition is both true and false in one,
 * but for the exempt lines that test/coverage-exempt.json lists with their reasons.
 *
 * Hardhat measures statements. To measure branches too, each condition in a temporary copy of the contracts is passed
 * through a function of its own whose two answers stand on two lines. Arguments are test files to measure alone.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findConditions, separateBranches } from './branches.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COPIED = ['contracts', 'hardhat.config.ts', 'package.json', 'lib/protocol/verdict/vectors.json'];
const MAXIMUM_EXEMPT = 10;
/** Instrumented code costs more gas than what tests of gas allow. */
const TESTS_OF_GAS = 'test_gas_|boundsTheGas';
const CONFIG = 'hardhat.coverage.config.ts';
const CONFIG_SOURCE = `import base from './hardhat.config.ts';
const { solidity } = base;
const optimizer = { enabled: true, runs: 1, details: { yul: true, yulDetails: { optimizerSteps: ':' } } };
export default {
  ...base,
  coverage: { skipFiles: ['contracts/test/**'] },
  solidity: { ...solidity, settings: { ...solidity.settings, optimizer } },
};
`;

const exemptSchema = z
  .array(z.object({ file: z.string(), line: z.string().min(1), reason: z.string().min(20) }))
  .max(MAXIMUM_EXEMPT);
const compiledSchema = z.object({ sources: z.record(z.string(), z.object({ ast: z.unknown() })) });

type Missed = { file: string; line: number; text: string; what: string };

async function listSources(): Promise<string[]> {
  const files = await readdir(join(ROOT, 'contracts'), { recursive: true });
  return files
    .filter((file) => file.endsWith('.sol') && !file.startsWith('test/'))
    .map((file) => `contracts/${file}`)
    .sort();
}

/** The syntax trees of the contracts, by path. */
function parse(sources: ReadonlyMap<string, string>): Map<string, unknown> {
  const require = createRequire(import.meta.url);
  const solc = z
    .object({
      compile: z.custom<(input: string, callbacks: object) => string>((value) => typeof value === 'function'),
    })
    .parse(require('solc'));
  const output = solc.compile(
    JSON.stringify({
      language: 'Solidity',
      sources: Object.fromEntries([...sources].map(([path, content]) => [path, { content }])),
      settings: { outputSelection: { '*': { '': ['ast'] } } },
    }),
    { import: (path: string) => ({ contents: readFileSync(join(ROOT, 'node_modules', path), 'utf8') }) },
  );
  const parsed = compiledSchema.parse(JSON.parse(output));
  return new Map([...sources.keys()].map((path) => [path, parsed.sources[path]?.ast]));
}

/** Lines of a file that were run (true) or not, from the report in LCOV's format. */
function readLcov(lcov: string): Map<string, Map<number, boolean>> {
  const files = new Map<string, Map<number, boolean>>();
  let lines = new Map<number, boolean>();
  for (const entry of lcov.split('\n')) {
    if (entry.startsWith('SF:')) files.set(entry.slice(3), (lines = new Map<number, boolean>()));
    const [, line, count] = /^DA:(\d+),(\d+)/.exec(entry) ?? [];
    if (line !== undefined) lines.set(Number(line), Number(count) > 0);
  }
  return files;
}

async function main(): Promise<void> {
  const exempt = exemptSchema.parse(
    JSON.parse(await readFile(join(ROOT, 'test/coverage-exempt.json'), 'utf8')),
  );
  const sources = new Map<string, string>();
  for (const path of await listSources()) sources.set(path, await readFile(join(ROOT, path), 'utf8'));
  const trees = parse(sources);
  const copy = await mkdtemp(join(tmpdir(), 'zarathustra-coverage-'));
  try {
    for (const path of COPIED) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await cp(join(ROOT, path), join(copy, path), { recursive: true });
    }
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    await writeFile(join(copy, CONFIG), CONFIG_SOURCE);
    const separated = new Map(
      [...sources].map(([path, source]) => [path, separateBranches(source, findConditions(trees.get(path)))]),
    );
    for (const [path, { source }] of separated) await writeFile(join(copy, path), source);

    const { status } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/hardhat/dist/src/cli.js'),
        '--config',
        CONFIG,
        '--coverage',
        'test',
        'solidity',
        ...process.argv.slice(2),
        '--grep-exclude',
        TESTS_OF_GAS,
      ],
      { cwd: copy, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, INVARIANT_RUNS: '1' } },
    );
    const report = readLcov(await readFile(join(copy, 'coverage/lcov.info'), 'utf8'));
    const missed: Missed[] = [];
    let lineCount = 0;
    let branchCount = 0;
    for (const [path, source] of sources) {
      const texts = source.split('\n');
      const lines = report.get(path) ?? new Map<number, boolean>();
      for (const [line, wasRun] of lines) {
        if (line > texts.length) continue;
        lineCount += 1;
        if (!wasRun) missed.push({ file: path, line, text: (texts[line - 1] ?? '').trim(), what: 'not run' });
      }
      for (const { line, conditionLine, outcome } of separated.get(path)?.branches ?? []) {
        branchCount += 1;
        if (lines.get(line) !== true) {
          const text = (texts[conditionLine - 1] ?? '').trim();
          missed.push({ file: path, line: conditionLine, text, what: `never ${outcome}` });
        }
      }
    }
    const isExempt = ({ file, text }: Missed) =>
      exempt.some((entry) => entry.file === file && entry.line === text);
    const open = missed.filter((entry) => !isExempt(entry));
    const stale = exempt.filter(
      ({ file, line }) => !missed.some((entry) => entry.file === file && entry.text === line),
    );
    for (const { file, line, text, what } of open) console.log(`${file}:${line}: ${what}: ${text}`);
    for (const { file, line } of stale) console.log(`${file}: exempt, but covered: ${line}`);
    console.log(
      `${lineCount} lines and ${branchCount} branches; ${open.length} missed, ${exempt.length} lines exempt.`,
    );
    process.exitCode = status === 0 && open.length === 0 && stale.length === 0 && lineCount > 0 ? 0 : 1;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

await main();
