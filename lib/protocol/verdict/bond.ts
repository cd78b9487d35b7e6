import type { VerdictTerms } from './rules.ts';

/** The most rounds that a task may decide by: the tail's numerator fits 64 bits. */
export const MAXIMUM_ROUNDS = 64;

/**
 * `P(at least W wins of K | p = 1/2)` as the numerator over `2^K`: what a model that is no better has as its
 * chance to pass. Σ over i from W to K of the binomial coefficient C(K, i).
 */
export function tailNumerator({
  rounds,
  requiredWins,
}: Pick<VerdictTerms, 'rounds' | 'requiredWins'>): bigint {
  let coefficient = 1n;
  let sum = 0n;
  for (let successes = rounds; successes >= requiredWins; successes -= 1) {
    sum += coefficient;
    coefficient = (coefficient * BigInt(successes)) / BigInt(rounds - successes + 1);
  }
  return sum;
}

/**
 * What committing a submission takes: `fee + max(bond, ceil(pool · P(K, W)))`, so that a try costs at least its
 * fair odds. All amounts in the token's base units.
 */
export function requiredBond(parameters: {
  pool: bigint;
  operatorFee: bigint;
  bond: bigint;
  terms: Pick<VerdictTerms, 'rounds' | 'requiredWins'>;
}): bigint {
  const { pool, operatorFee, bond, terms } = parameters;
  const outcomes = 1n << BigInt(terms.rounds);
  const odds = (pool * tailNumerator(terms) + outcomes - 1n) / outcomes;
  return operatorFee + (odds > bond ? odds : bond);
}
