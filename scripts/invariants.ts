/**
 * `npm run test:invariants`: a million calls and more on the contracts, from a seed that is printed and may be given
 * (`-- 0x…`), in two campaigns: the market and the operator set.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CAMPAIGNS = ['contracts/test/MarketInvariants.t.sol', 'contracts/test/OperatorInvariants.t.sol'];
/** As in hardhat.config.ts. */
const CALLS_PER_RUN = 100;
const RUNS = 5_000;

const seed = process.argv[2] ?? `0x${randomBytes(32).toString('hex')}`;
console.log(`${CAMPAIGNS.length * RUNS * CALLS_PER_RUN} calls from seed ${seed}`);
const startedMs = performance.now();
const { status, error } = spawnSync('hardhat', ['test', 'solidity', ...CAMPAIGNS], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, INVARIANT_RUNS: String(RUNS), FUZZ_SEED: seed },
});
if (error) throw error;
console.log(`Seed ${seed}, ${Math.round((performance.now() - startedMs) / 1_000)} s.`);
process.exitCode = status === 0 ? 0 : 1;
