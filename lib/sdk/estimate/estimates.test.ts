import { describe, expect, test } from 'vitest';
import { SCORE_ONE, type RoundScores } from '#protocol/verdict/scores.ts';
import { estimatePayout } from './payout.ts';
import { TooFewRoundsError } from './simulate-verdicts.ts';
import { estimateWinChance } from './win-chance.ts';

const terms = { targetScore: SCORE_ONE, minGapBps: 500, rounds: 16, requiredWins: 14 };
const POOL = 1_000n * 10n ** 18n;
const OPERATOR_FEE = 10n ** 18n;

/** `count` rounds, of which the candidate wins `wins` by a tenth and loses the others by a tenth. */
function roundsWith({ count, wins }: { count: number; wins: number }): RoundScores[] {
  const champion = SCORE_ONE / 2n;
  return Array.from({ length: count }, (_, index) => ({
    champion,
    challenger: index < wins ? champion + SCORE_ONE / 10n : champion - SCORE_ONE / 10n,
  }));
}

describe('estimateWinChance', () => {
  test('default: a candidate that wins every round is likely to win, but not certain to', () => {
    const { chance, low, high } = estimateWinChance({ rounds: roundsWith({ count: 32, wins: 32 }), terms });
    expect(chance).toBeGreaterThan(0.97);
    expect(chance).toBeLessThan(1);
    expect(low).toBeGreaterThan(0.9);
    expect(high).toBe(1);
  });

  test('behavior: a coin’s luck has next to no chance', () => {
    const { chance } = estimateWinChance({ rounds: roundsWith({ count: 64, wins: 32 }), terms });
    expect(chance).toBeLessThan(0.02);
  });

  test('behavior: an exact copy has none', () => {
    const rounds = Array.from({ length: 32 }, () => ({
      champion: SCORE_ONE / 2n,
      challenger: SCORE_ONE / 2n,
    }));
    expect(estimateWinChance({ rounds, terms })).toEqual({ chance: 0, low: 0, high: 0 });
  });

  test('behavior: a gain that is too small beside the gap has none, however often it wins', () => {
    const rounds = roundsWith({ count: 32, wins: 32 });
    const { chance } = estimateWinChance({ rounds, terms: { ...terms, minGapBps: 2_500 } });
    expect(chance).toBe(0);
  });

  test('behavior: nothing is to be won from a champion that has reached the target', () => {
    const rounds = roundsWith({ count: 32, wins: 32 });
    const { chance } = estimateWinChance({ rounds, terms: { ...terms, targetScore: SCORE_ONE / 4n } });
    expect(chance).toBeLessThan(0.01);
  });

  test('behavior: more rounds make the interval narrower', () => {
    const width = (count: number) => {
      const { low, high } = estimateWinChance({
        rounds: roundsWith({ count, wins: (count * 7) / 8 }),
        terms,
      });
      return high - low;
    };
    expect(width(256)).toBeLessThan(width(16) / 2);
  });

  test('behavior: equal seeds give equal estimates, others differ in the digits that do not matter', () => {
    const rounds = roundsWith({ count: 32, wins: 28 });
    const once = estimateWinChance({ rounds, terms, seed: 5 });
    expect(estimateWinChance({ rounds, terms, seed: 5 })).toEqual(once);
    const other = estimateWinChance({ rounds, terms, seed: 6 });
    expect(other).not.toEqual(once);
    expect(Math.abs(other.chance - once.chance)).toBeLessThan(0.06);
  });

  test('error: three rounds say nothing', () => {
    expect(() => estimateWinChance({ rounds: roundsWith({ count: 3, wins: 3 }), terms })).toThrow(
      TooFewRoundsError,
    );
  });
});

describe('estimatePayout', () => {
  const sure = roundsWith({ count: 256, wins: 256 });

  test('default: a sure win is paid about the share of the gap that it closes', () => {
    const { payment, paymentOfWin, low, high } = estimatePayout({
      rounds: sure,
      terms,
      pool: POOL,
      operatorFee: OPERATOR_FEE,
    });
    // A fifth of 999 tokens.
    expect(Number(paymentOfWin) / 1e18).toBeGreaterThan(197);
    expect(Number(paymentOfWin) / 1e18).toBeLessThan(200);
    expect(payment).toBeLessThanOrEqual(paymentOfWin);
    expect(low).toBeLessThan(payment);
    expect(high).toBeGreaterThanOrEqual(payment);
    expect(high).toBeLessThanOrEqual((POOL - OPERATOR_FEE) / 5n);
  });

  test('behavior: the gain of a sure loss is the bond', () => {
    const rounds = roundsWith({ count: 32, wins: 0 });
    const bond = 7n * 10n ** 18n;
    expect(estimatePayout({ rounds, terms, pool: POOL, operatorFee: OPERATOR_FEE, bond })).toEqual({
      payment: 0n,
      low: 0n,
      high: 0n,
      paymentOfWin: 0n,
      gain: -bond,
    });
  });

  test('behavior: a pool smaller than the fee gives back only what is in it', () => {
    const pool = OPERATOR_FEE / 4n;
    const { payment, gain } = estimatePayout({ rounds: sure, terms, pool, operatorFee: OPERATOR_FEE });
    expect(payment).toBe(0n);
    expect(Number(gain) / 1e18).toBeCloseTo(-0.75, 2);
  });

  test('behavior: an empty pool pays nothing', () => {
    const { payment, high } = estimatePayout({ rounds: sure, terms, pool: 0n, operatorFee: 0n });
    expect({ payment, high }).toEqual({ payment: 0n, high: 0n });
  });
});
