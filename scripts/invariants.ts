/**
 * `npm run test:invariants`: a million calls and more on the contracts, in two campaigns: the market and the operator set.
 *
 * They are played in parts of a seed each, printed before it is played, so that what was played so far stands when the
 * rest is not waited for. Arguments are seeds (0x…) of parts to play again.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CAMPAIGNS = ['contracts/test/MarketInvariants.t.sol', 'contracts/test/OperatorInvariants.t.sol'];
/** As in hardhat.config.ts. */
const CALLS_PER_RUN = 100;
const RUNS_PER_PART = 500;
const PARTS = 10;

function hardhat(parameters: readonly string[], environment: Record<string, string> = {}): boolean {
  const { status, error } = spawnSync('hardhat', parameters, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (error) throw error;
  return status === 0;
}

/** @returns Whether every invariant held. */
function play(seed: string): boolean {
  const startedMs = performance.now();
  const held = hardhat(['test', 'solidity', ...CAMPAIGNS], {
    INVARIANT_RUNS: String(RUNS_PER_PART),
    FUZZ_SEED: seed,
  });
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  const calls = CAMPAIGNS.length * RUNS_PER_PART * CALLS_PER_RUN;
  console.log(`${held ? 'Held' : 'FAILED'}: ${calls} calls from seed ${seed}, ${seconds} s.`);
  return held;
}

const given = process.argv.slice(2);
const seeds =
  given.length > 0 ? given : Array.from({ length: PARTS }, () => `0x${randomBytes(32).toString('hex')}`);

// The campaigns deploy the contracts from their artifacts.
if (!hardhat(['build', '--no-tests', '--quiet'])) process.exit(1);
let failed = 0;
for (const [index, seed] of seeds.entries()) {
  console.log(`Part ${index + 1} of ${seeds.length}, seed ${seed}`);
  if (!play(seed)) failed += 1;
}
console.log(`${seeds.length - failed} of ${seeds.length} parts held.`);
process.exitCode = failed === 0 ? 0 : 1;
