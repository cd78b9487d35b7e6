/**
 * `npm run test:faults [-- --seed N] [--faults N]`: with a seed, the simulation with as many episodes as wanted, drawn by it;
 * without, also the kills at every step of the local marketplace, the full disk and the aggregators that misbehave, and a seed
 * that it prints, so that the simulation can be had again.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const LARGEST_SEED = 2 ** 31;
const { values } = parseArgs({ options: { seed: { type: 'string' }, faults: { type: 'string' } } });
const seed = values.seed ?? String(randomInt(LARGEST_SEED));
const faults = values.faults ?? '12';
for (const [name, value] of [
  ['--seed', seed],
  ['--faults', faults],
] as const) {
  if (!/^\d{1,9}$|^1\d{9}$|^2[01]\d{8}$/.test(value)) {
    console.error(`${name} takes a whole number, not "${value}".`);
    process.exit(1);
  }
}
console.log(
  `The seed is ${seed}. The same faults again: npm run test:faults -- --seed ${seed} --faults ${faults}`,
);

const vitest = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const only = values.seed === undefined ? [] : ['simulation'];
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', 'vitest.faults.config.ts', ...only],
  {
    stdio: 'inherit',
    env: { ...process.env, ZARATHUSTRA_FAULTS_SEED: seed, ZARATHUSTRA_FAULTS_COUNT: faults },
  },
);
process.exitCode = status ?? 1;
