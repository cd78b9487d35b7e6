/**
 * `npm run test:mutants`: are the tests of the contracts worth something? Each patch under test/mutants breaks one rule.
 * It is applied to a temporary copy of the contracts, and the test file that it names must then fail. One that survives
 * or no longer applies fails the run. Arguments are names of mutants to run alone.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PATCHES = join(ROOT, 'test/mutants');
const COPIED = ['contracts', 'hardhat.config.ts', 'package.json', 'lib/protocol/verdict/vectors.json'];

/**
 * The same compiler without its optimizer's steps: what the code does is the same, and it is compiled in a third of the
 * time.
 */
const CONFIG = 'hardhat.mutants.config.ts';
const CONFIG_SOURCE = `import base from './hardhat.config.ts';
const { solidity } = base;
const optimizer = { enabled: true, runs: 1, details: { yul: true, yulDetails: { optimizerSteps: ':' } } };
export default { ...base, solidity: { ...solidity, settings: { ...solidity.settings, optimizer } } };
`;

type Mutant = { name: string; patch: string; why: string; killer: string };
type Verdict = 'killed' | 'survived' | 'does not apply' | 'does not compile' | 'killer fails without it';

async function readMutants(names: readonly string[]): Promise<Mutant[]> {
  const files = (await readdir(PATCHES)).filter((file) => file.endsWith('.patch')).sort();
  const mutants = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(PATCHES, file), 'utf8');
      const [why = '', killer = ''] = text.split('\n');
      return {
        name: basename(file, '.patch'),
        patch: join(PATCHES, file),
        why,
        killer: killer.replace('Killed by: ', ''),
      };
    }),
  );
  return names.length === 0 ? mutants : mutants.filter(({ name }) => names.includes(name));
}

async function makeCopy(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'zarathustra-mutants-'));
  for (const path of COPIED) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(ROOT, path), join(copy, path), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await writeFile(join(copy, CONFIG), CONFIG_SOURCE);
  return copy;
}

function hardhat(copy: string, ...parameters: string[]): { succeeded: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/hardhat/dist/src/cli.js'), '--config', CONFIG, ...parameters],
    { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return { succeeded: status === 0, output: stdout + stderr };
}

/** Whether a test deploys the marketplace, by its artifacts. */
async function deploys(copy: string, killer: string): Promise<boolean> {
  return (await readFile(join(copy, killer), 'utf8')).includes('is Marketplace');
}

/**
 * Compiles what a mutant changes and runs its killer. Tests that deploy the marketplace do so from the artifacts of the
 * contracts: only those are compiled again. Other tests carry the libraries in their own code.
 */
async function runKiller(copy: string, killer: string): Promise<'passes' | 'fails' | 'does not compile'> {
  const build = (await deploys(copy, killer)) ? ['build', '--no-tests', '--quiet'] : ['build', killer];
  if (!hardhat(copy, ...build).succeeded) return 'does not compile';
  const { succeeded, output } = hardhat(copy, 'test', 'solidity', '--no-compile', killer);
  // A run that found no tests or ended otherwise is no verdict.
  if (!/\d+ (passing|failing)/.test(output)) return 'does not compile';
  return succeeded ? 'passes' : 'fails';
}

function patch(copy: string, mutant: Mutant, ...flags: string[]): boolean {
  return spawnSync('git', ['apply', '-C1', ...flags, mutant.patch], { cwd: copy }).status === 0;
}

async function judge(copy: string, mutant: Mutant, passing: ReadonlySet<string>): Promise<Verdict> {
  if (!passing.has(mutant.killer)) return 'killer fails without it';
  if (!patch(copy, mutant)) return 'does not apply';
  try {
    const result = await runKiller(copy, mutant.killer);
    return result === 'passes' ? 'survived' : result === 'fails' ? 'killed' : result;
  } finally {
    patch(copy, mutant, '--reverse');
  }
}

async function main(): Promise<void> {
  const mutants = await readMutants(process.argv.slice(2));
  const copy = await makeCopy();
  try {
    const killers = [...new Set(mutants.map(({ killer }) => killer))];
    console.log(`Compiling ${killers.length} test files without a mutant …`);
    const deploying = await Promise.all(killers.map((killer) => deploys(copy, killer)));
    if (deploying.includes(true)) hardhat(copy, 'build', '--no-tests', '--quiet');
    hardhat(copy, 'build', ...killers);
    const passing = new Set<string>();
    for (const killer of killers) if ((await runKiller(copy, killer)) === 'passes') passing.add(killer);

    const rows: { mutant: string; verdict: Verdict; by: string }[] = [];
    for (const mutant of mutants) {
      const verdict = await judge(copy, mutant, passing);
      rows.push({ mutant: mutant.name, verdict, by: basename(mutant.killer) });
      console.log(`${verdict === 'killed' ? '✔' : '✘'} ${mutant.name}: ${verdict}. ${mutant.why}`);
    }
    console.table(rows);
    const killed = rows.filter(({ verdict }) => verdict === 'killed').length;
    console.log(`${killed} of ${rows.length} mutants killed.`);
    process.exitCode = killed === rows.length && rows.length > 0 ? 0 : 1;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

await main();
