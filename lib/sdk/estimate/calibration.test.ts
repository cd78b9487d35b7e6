import { beforeAll, describe, expect, test } from 'vitest';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { type VerdictTerms, decide, payment, price } from '#protocol/verdict/rules.ts';
import type { RoundScores } from '#protocol/verdict/scores.ts';
import { estimatePayout } from './payout.ts';
import { estimateWinChance } from './win-chance.ts';

const MARKETS = 750;
const VERDICTS = 6;
const BUCKETS = 5;
const POOL = 10n ** 21n;
const OPERATOR_FEE = 10n ** 18n;
/** Fewer than by default, for thousands of estimates. */
const EFFORT = { hypotheses: 40, verdicts: 20 };

/** How far the mean prediction of a bucket may be from what was observed. */
const BUCKET_BOUND = 0.1;
/** The same on average over all predictions. */
const MEAN_BOUND = 0.04;
/** The mean predicted payment against the mean payment. */
const PAYMENT_BOUND = 0.05;
/** A frequency in 200 verdicts is seldom further from the chance. */
const OBSERVATION_ERROR = 0.05;

const random = createRandomSource(`0x${'ca'.repeat(32)}`);
const uniform = (low: number, high: number) => random.uniform(1, low, high)[0] ?? 0;
const normal = () => random.normal(1, 0, 1)[0] ?? 0;

/** Ways in which a round's advantage spreads: mean 0, variance 1. */
const SPREADS = [
  normal,
  () => -Math.log(1 - uniform(0, 1)) - 1,
  () => 1 + Math.log(1 - uniform(0, 1)),
  // Rare, large losses.
  () => (uniform(0, 1) < 0.85 ? 0.42 : -2.38),
] as const;

const toScore = (value: number) => BigInt(Math.round(Math.min(1, Math.max(0, value)) * 1e9)) * 10n ** 9n;

type Market = { terms: VerdictTerms; measured: RoundScores[]; drawRounds: (count: number) => RoundScores[] };

/** A champion and a candidate whose true distribution of scores nobody in the market knows. */
function drawMarket(index: number): Market {
  const rounds = [8, 16, 32][index % 3] ?? 16;
  const spread = SPREADS[index % SPREADS.length] ?? normal;
  const level = uniform(0.2, 0.9);
  const deviation = 10 ** uniform(-3.5, -1.2);
  const advantage = deviation * uniform(-0.5, 3);
  const dataDeviation = uniform(0, 0.05);
  const drawRounds = (count: number) =>
    Array.from({ length: count }, () => {
      const champion = level + dataDeviation * normal();
      const challenger = champion + advantage + deviation * spread();
      return { champion: toScore(champion), challenger: toScore(challenger) };
    });
  return {
    terms: {
      targetScore: toScore(level + uniform(0.02, 0.3)),
      minGapBps: [10, 100, 300][Math.floor(index / 3) % 3] ?? 100,
      rounds,
      requiredWins: Math.ceil(rounds * 0.85),
    },
    measured: drawRounds(2 * rounds),
    drawRounds,
  };
}

/** What really happens: an independent verdict, from the true distribution. */
function drawPayment({ terms, drawRounds }: Market): bigint | undefined {
  if (!decide({ terms, rounds: drawRounds(terms.rounds) }).passed) return undefined;
  const { improved, numerator, denominator } = price({ terms, rounds: drawRounds(terms.rounds) });
  if (!improved) return undefined;
  return payment({ pool: POOL, operatorFee: OPERATOR_FEE, numerator, denominator }).payment;
}

const drawPayments = (market: Market, count: number) =>
  Array.from({ length: count }, () => drawPayment(market));
const frequencyOf = (payments: readonly unknown[]) =>
  payments.filter((paid) => paid !== undefined).length / payments.length;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe(`over ${MARKETS * VERDICTS} verdicts on ${MARKETS} different candidates`, () => {
  let cases: { chance: number; frequency: number; expected: bigint; paid: bigint }[];
  let buckets: { size: number; error: number }[];

  beforeAll(() => {
    cases = Array.from({ length: MARKETS }, (_, index) => {
      const market = drawMarket(index);
      const parameters = { rounds: market.measured, terms: market.terms, seed: index, ...EFFORT };
      const payments = drawPayments(market, VERDICTS);
      return {
        chance: estimateWinChance(parameters).chance,
        frequency: frequencyOf(payments),
        expected: estimatePayout({ ...parameters, pool: POOL, operatorFee: OPERATOR_FEE }).payment,
        paid: payments.reduce<bigint>((sum, paid) => sum + (paid ?? 0n), 0n),
      };
    });
    buckets = Array.from({ length: BUCKETS }, (_, bucket) => {
      const inside = cases.filter(
        ({ chance }) => Math.min(BUCKETS - 1, Math.floor(chance * BUCKETS)) === bucket,
      );
      const predicted = mean(inside.map(({ chance }) => chance));
      const observed = mean(inside.map(({ frequency }) => frequency));
      return { size: inside.length, error: Math.abs(predicted - observed) };
    });
  });

  test.for(Array.from({ length: BUCKETS }, (_, bucket) => ({ bucket, from: bucket / BUCKETS })))(
    `where a chance from $from is predicted, the observed frequency is within ${BUCKET_BOUND} of it`,
    ({ bucket }) => {
      expect(buckets[bucket]?.size).toBeGreaterThan(50);
      expect(buckets[bucket]?.error).toBeLessThan(BUCKET_BOUND);
    },
  );

  test(`the predicted chances are wrong by less than ${MEAN_BOUND} on average`, () => {
    const wrong = buckets.reduce((sum, { size, error }) => sum + size * error, 0) / MARKETS;
    expect(wrong).toBeLessThan(MEAN_BOUND);
  });

  test(`the mean expected payment is the mean payment, to ${100 * PAYMENT_BOUND} %`, () => {
    const expected = cases.reduce((sum, each) => sum + each.expected, 0n) / BigInt(MARKETS);
    const paid = cases.reduce((sum, each) => sum + each.paid, 0n) / BigInt(MARKETS * VERDICTS);
    expect(Math.abs(Number(expected - paid) / Number(paid))).toBeLessThan(PAYMENT_BOUND);
  });
});

test('at least 85 of 100 intervals hold the chance that thousands of verdicts show', () => {
  const held = Array.from({ length: 100 }, (_, index) => {
    const market = drawMarket(index);
    const { low, high } = estimateWinChance({
      rounds: market.measured,
      terms: market.terms,
      seed: index,
      hypotheses: 100,
    });
    const frequency = frequencyOf(drawPayments(market, 200));
    return low - OBSERVATION_ERROR <= frequency && frequency <= high + OBSERVATION_ERROR;
  });
  expect(held.filter(Boolean).length).toBeGreaterThanOrEqual(85);
});
