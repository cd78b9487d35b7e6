import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, payment, price, priceSums } from './rules.ts';
import { type RoundScores, SCORE_ONE } from './scores.ts';

const terms = { targetScore: SCORE_ONE, minGapBps: 500, rounds: 16, requiredWins: 14 };
const rounds = (count: number, champion: bigint, challenger: bigint): RoundScores[] =>
  Array.from({ length: count }, () => ({ champion, challenger }));
const half = SCORE_ONE / 2n;

describe('decide', () => {
  test('default: a challenger that closes half the gap in every round passes with all wins', () => {
    expect(decide({ terms, rounds: rounds(16, half, (SCORE_ONE * 3n) / 4n) })).toEqual({
      wins: 16,
      championSum: 8n * SCORE_ONE,
      challengerSum: 12n * SCORE_ONE,
      gap: 8n * SCORE_ONE,
      passed: true,
    });
  });

  test('behavior: an exact copy of the champion wins no round', () => {
    expect(decide({ terms, rounds: rounds(16, half, half) })).toMatchObject({ wins: 0, passed: false });
  });

  test('behavior: a round is won from exactly the least gap on, and not by one unit less', () => {
    const least = half + SCORE_ONE / 40n;
    expect(decide({ terms, rounds: rounds(16, half, least) })).toMatchObject({ wins: 16, passed: true });
    expect(decide({ terms, rounds: rounds(16, half, least - 1n) })).toMatchObject({ wins: 0, passed: false });
  });

  test('behavior: one win too few does not pass, however large the wins', () => {
    const thirteen = [...rounds(13, 0n, SCORE_ONE), ...rounds(3, 0n, 0n)];
    expect(decide({ terms, rounds: thirteen })).toMatchObject({ wins: 13, passed: false });
    const fourteen = [...rounds(14, 0n, SCORE_ONE), ...rounds(2, 0n, 0n)];
    expect(decide({ terms, rounds: fourteen })).toMatchObject({ wins: 14, passed: true });
  });

  test('behavior: enough wins with a loss that eats them up do not pass', () => {
    const scores = [...rounds(14, half, half + SCORE_ONE / 20n), ...rounds(2, half, 0n)];
    expect(decide({ terms, rounds: scores })).toMatchObject({ wins: 14, passed: false });
  });

  test('behavior: a champion at the target cannot be improved', () => {
    const solved = { ...terms, targetScore: half };
    expect(decide({ terms: solved, rounds: rounds(16, half, SCORE_ONE) })).toMatchObject({
      gap: 0n,
      passed: false,
    });
  });
});

describe('price', () => {
  test('default: the share is the gain over what was missing', () => {
    expect(price({ terms, rounds: rounds(16, half, (SCORE_ONE * 3n) / 4n) })).toEqual({
      championSum: 8n * SCORE_ONE,
      challengerSum: 12n * SCORE_ONE,
      improved: true,
      numerator: 4n * SCORE_ONE,
      denominator: 8n * SCORE_ONE,
    });
  });

  test('behavior: reaching the target is the whole share, going beyond is no more', () => {
    expect(price({ terms, rounds: rounds(16, half, SCORE_ONE) })).toMatchObject({
      numerator: 1n,
      denominator: 1n,
    });
    const low = { ...terms, targetScore: (SCORE_ONE * 3n) / 4n };
    expect(price({ terms: low, rounds: rounds(16, half, SCORE_ONE) })).toMatchObject({
      numerator: 1n,
      denominator: 1n,
    });
  });

  test('behavior: no gain on the pricing rounds is no improvement', () => {
    expect(price({ terms, rounds: rounds(16, half, half) })).toMatchObject({
      improved: false,
      numerator: 0n,
    });
  });
});

describe('payment', () => {
  test('default: the fee comes off the pool, the share off the rest, rounded down', () => {
    expect(payment({ pool: 101n, operatorFee: 1n, numerator: 2n, denominator: 3n })).toEqual({
      fee: 1n,
      payment: 66n,
    });
  });

  test('behavior: a pool smaller than the fee pays what is left of the fee and nothing more', () => {
    expect(payment({ pool: 5n, operatorFee: 7n, numerator: 1n, denominator: 1n })).toEqual({
      fee: 5n,
      payment: 0n,
    });
  });

  test('behavior: an improvement in two steps never pays more than at once', () => {
    const score = fc.bigInt({ min: 0n, max: 16n * SCORE_ONE });
    const amount = fc.bigInt({ min: 0n, max: 10n ** 27n });
    fc.assert(
      fc.property(
        fc.tuple(score, score, score),
        amount,
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        (sums, pool, operatorFee) => {
          const [start, middle, end] = sums.toSorted((a, b) => (a < b ? -1 : 1)) as [bigint, bigint, bigint];
          const share = (championSum: bigint, challengerSum: bigint) =>
            priceSums({ terms, championSum, challengerSum });
          const atOnce = payment({ pool, operatorFee, ...share(start, end) });
          const first = payment({ pool, operatorFee, ...share(start, middle) });
          const rest = pool - first.fee - first.payment;
          const second = payment({ pool: rest, operatorFee, ...share(middle, end) });
          expect(first.payment + second.payment).toBeLessThanOrEqual(atOnce.payment);
        },
      ),
      { seed: 20_260_101, numRuns: 500 },
    );
  });
});
