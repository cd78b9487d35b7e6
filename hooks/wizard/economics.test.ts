import { expect, test } from 'vitest';
import { computeEconomics } from './economics.ts';

const terms = {
  bounty: 100_000n,
  operatorFee: 500n,
  bond: 1_000n,
  rounds: 16,
  requiredWins: 14,
  minGapBps: 500,
};

test('the baseline is paid from the bounty, each judged win from the pool', () => {
  const { pool, tenth, smallest, bond } = computeEconomics(terms);
  expect(pool).toBe(99_500n);
  expect(tenth).toBe((99_500n - 500n) / 10n);
  expect(smallest).toBe((99_000n * 500n) / 10_000n);
  // The fair odds, 99,500 · 137 / 65,536, are less than the bond asked for.
  expect(bond).toBe(500n + 1_000n);
});

test('a model that is no better passes as often as a coin falls heads 14 times of 16', () => {
  expect(computeEconomics(terms).luck).toEqual({ numerator: 1n + 16n + 120n, denominator: 65_536n });
});

test('with usual terms whoever tries his luck loses on average, even if luck were paid everything', () => {
  const { spammersLoss, bond, pool } = computeEconomics(terms);
  expect(spammersLoss).toBe((bond * (65_536n - 137n) - (pool - 500n) * 137n) / 65_536n);
  expect(spammersLoss).toBeGreaterThan(0n);
});

test('a task that three rounds of four win is told to be a game of chance at worst', () => {
  expect(computeEconomics({ ...terms, rounds: 4, requiredWins: 3 }).spammersLoss).toBeLessThan(0n);
});
