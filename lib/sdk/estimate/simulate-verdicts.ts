import { type Hex, pad, toHex } from 'viem';
import { logarithm } from '#evaluation/runtime/judge/logarithm.ts';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { type VerdictTerms, decide, price } from '#protocol/verdict/rules.ts';
import type { RoundScores } from '#protocol/verdict/scores.ts';

/** Fewer rounds say too little about how the scores spread. */
export const LEAST_ROUNDS = 4;

const DEFAULT_HYPOTHESES = 200;
const DEFAULT_VERDICTS = 50;
/** Uniform numbers are drawn this many at a time. */
const BUFFERED_NUMBERS = 4_096;

/** What all estimates take. */
export type EstimateParameters = {
  /** Paired rounds that were measured on fresh data, as `evaluate` returns them. */
  rounds: readonly RoundScores[];
  terms: VerdictTerms;
  /** Equal seeds give equal estimates. @default 1 */
  seed?: number | undefined;
  /** How many distributions of scores are tried that the measured rounds leave plausible. @default 200 */
  hypotheses?: number | undefined;
  /** How many verdicts are simulated under each. @default 50 */
  verdicts?: number | undefined;
};

/** The improvements among the verdicts simulated under one hypothesis; each is the share of the gap that it closed. */
export type SimulatedVerdicts = {
  improvements: readonly { numerator: bigint; denominator: bigint }[];
  /** Improvements and others. */
  verdicts: number;
};

/** There are too few rounds to estimate from. */
export class TooFewRoundsError extends BaseError {
  override name = 'TooFewRoundsError';
  constructor({ rounds }: { rounds: number }) {
    super(`${rounds} rounds are too few for an estimate.`, {
      metaMessages: [`Measure at least ${LEAST_ROUNDS}; twice the rounds of the task are a good number.`],
    });
  }
}

/**
 * Simulates verdicts by the protocol's own rules, on rounds drawn from distributions that the measured ones leave
 * plausible. The Bayesian bootstrap makes them: it weighs the measured rounds by exponential random numbers. One round more is
 * added in thought, whose winner is anybody's guess, so that n wins in n rounds do not pass for certainty: of the chance to
 * win a round this makes Jeffreys' posterior, Beta(wins + ½, losses + ½).
 *
 * @throws {TooFewRoundsError}
 * @see https://doi.org/10.1214/aos/1176345338 (the Bayesian bootstrap)
 */
export function simulateVerdicts(parameters: EstimateParameters): SimulatedVerdicts[] {
  const { rounds, terms, seed = 1 } = parameters;
  const { hypotheses = DEFAULT_HYPOTHESES, verdicts = DEFAULT_VERDICTS } = parameters;
  if (rounds.length < LEAST_ROUNDS) throw new TooFewRoundsError({ rounds: rounds.length });
  const random = createNumbers(seed);
  return Array.from({ length: hypotheses }, () => {
    const draw = drawHypothesis(rounds, random);
    const drawRounds = () => Array.from({ length: terms.rounds }, draw);
    const improvements: { numerator: bigint; denominator: bigint }[] = [];
    for (let verdict = 0; verdict < verdicts; verdict++) {
      if (!decide({ terms, rounds: drawRounds() }).passed) continue;
      const { improved, numerator, denominator } = price({ terms, rounds: drawRounds() });
      if (improved) improvements.push({ numerator, denominator });
    }
    return { improvements, verdicts };
  });
}

/** A plausible distribution of rounds, as a function that draws from it. */
function drawHypothesis(rounds: readonly RoundScores[], random: () => number): () => RoundScores {
  let total = 0;
  const bounds = rounds.map((round) => ({ round, below: (total -= logarithm(1 - random())) }));
  const doubt = -logarithm(1 - random());
  const doubtShare = doubt / (doubt + total);
  return () => {
    const round = pick(bounds, random() * total);
    const isSwapped = random() < doubtShare && random() < 0.5;
    return isSwapped ? { champion: round.challenger, challenger: round.champion } : round;
  };
}

/**
 * The first round whose bound is above a position; the last one when rounding has left none.
 *
 * @param bounds In ascending order.
 */
function pick(bounds: readonly { round: RoundScores; below: number }[], position: number): RoundScores {
  let first = 0;
  let last = bounds.length - 1;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (position < (bounds[middle]?.below ?? Infinity)) last = middle;
    else first = middle + 1;
  }
  const found = bounds[first];
  if (!found) throw new TooFewRoundsError({ rounds: 0 });
  return found.round;
}

/** Uniform random numbers of [0, 1) one by one, from the judge's generator and so the same everywhere. */
function createNumbers(seed: number): () => number {
  const source = createRandomSource(seedBytes(seed));
  const buffer = new Float32Array(BUFFERED_NUMBERS);
  let used = buffer.length;
  return () => {
    if (used === buffer.length) {
      source.uniform(buffer, 0, 1);
      used = 0;
    }
    return buffer[used++] ?? 0;
  };
}

/** 32 bytes that start with the number, because the generator is seeded with the first 16. */
function seedBytes(seed: number): Hex {
  return pad(toHex(seed, { size: 8 }), { size: 32, dir: 'right' });
}
