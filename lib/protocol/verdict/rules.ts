import { BASIS_POINTS, type RoundScores } from './scores.ts';

/** The part of a task's terms that decides verdicts. */
export type VerdictTerms = {
  /** The score at which the task is solved, 1e18 = 1 (T). */
  targetScore: bigint;
  /** The least share of the gap to the target that counts as better, in basis points. */
  minGapBps: number;
  /** Rounds that decide; as many price (K). */
  rounds: number;
  /** Deciding rounds that an improvement must win (W). */
  requiredWins: number;
};

/** What the deciding rounds say. */
export type Decision = {
  /** Rounds won by the challenger. */
  wins: number;
  /** Σb, 1e18 = 1. */
  championSum: bigint;
  /** Σc, 1e18 = 1. */
  challengerSum: bigint;
  /** D = K·T − Σb: what the champion lacks to the target; not positive when it has reached it. */
  gap: bigint;
  /** Whether the pricing rounds are to be run. */
  passed: boolean;
};

/**
 * A paired sign test over K independent rounds. Round k is won when `c > b` and
 * `K · 10000 · (c − b) ≥ minGapBps · D`; the test passes when `wins ≥ W`,
 * `10000 · Σ(c − b) ≥ minGapBps · D` and `D > 0`.
 *
 * @param parameters.rounds The K deciding rounds.
 */
export function decide({ terms, rounds }: { terms: VerdictTerms; rounds: readonly RoundScores[] }): Decision {
  const { championSum, challengerSum } = sumScores(rounds);
  const gap = BigInt(terms.rounds) * terms.targetScore - championSum;
  const wins = rounds.filter((round) => isWin({ terms, round, gap })).length;
  return {
    wins,
    championSum,
    challengerSum,
    gap,
    passed: isPassed({ terms, wins, championSum, challengerSum }),
  };
}

/** Whether the challenger won a deciding round, given the gap D of all of them. */
export function isWin({
  terms,
  round,
  gap,
}: {
  terms: VerdictTerms;
  round: RoundScores;
  gap: bigint;
}): boolean {
  const difference = round.challenger - round.champion;
  return difference > 0n && BigInt(terms.rounds) * BASIS_POINTS * difference >= BigInt(terms.minGapBps) * gap;
}

/** Whether wins and sums of the deciding rounds pass; the part of the rule that the contracts check. */
export function isPassed(parameters: {
  terms: VerdictTerms;
  wins: number;
  championSum: bigint;
  challengerSum: bigint;
}): boolean {
  const { terms, wins, championSum, challengerSum } = parameters;
  const gap = BigInt(terms.rounds) * terms.targetScore - championSum;
  return (
    gap > 0n &&
    wins >= terms.requiredWins &&
    BASIS_POINTS * (challengerSum - championSum) >= BigInt(terms.minGapBps) * gap
  );
}

/** What the pricing rounds say: the share `numerator / denominator` of the gap that was closed. */
export type Price = {
  /** Σb', 1e18 = 1. */
  championSum: bigint;
  /** Σc', 1e18 = 1. */
  challengerSum: bigint;
  /** Whether the challenger is better on the pricing rounds too: N' > 0. */
  improved: boolean;
  /** g as a fraction in [0, 1]; `0 / 1` when not improved. */
  numerator: bigint;
  denominator: bigint;
};

/**
 * The share of the gap closed, from rounds independent of those that decided:
 * `D' = K·T − Σb'`, `N' = Σ(c' − b')`; `g = 1` when `D' ≤ 0` or `N' ≥ D'`, else `N' / D'`.
 */
export function price({ terms, rounds }: { terms: VerdictTerms; rounds: readonly RoundScores[] }): Price {
  return priceSums({ terms, ...sumScores(rounds) });
}

/** As `price`, from the sums alone. */
export function priceSums(parameters: {
  terms: VerdictTerms;
  championSum: bigint;
  challengerSum: bigint;
}): Price {
  const { terms, championSum, challengerSum } = parameters;
  const remaining = BigInt(terms.rounds) * terms.targetScore - championSum;
  const gain = challengerSum - championSum;
  if (gain <= 0n) return { championSum, challengerSum, improved: false, numerator: 0n, denominator: 1n };
  if (remaining <= 0n || gain >= remaining) {
    return { championSum, challengerSum, improved: true, numerator: 1n, denominator: 1n };
  }
  return { championSum, challengerSum, improved: true, numerator: gain, denominator: remaining };
}

/** What an improvement takes out of a pool, in the token's base units. */
export type Payment = {
  /** fee' = min(fee, pool): the operators' fee, which the owner bears. */
  fee: bigint;
  /** `floor((pool − fee') · g)`; rounded in the pool's favour. */
  payment: bigint;
};

/** Divides a pool by the share of the gap closed. */
export function payment(parameters: {
  pool: bigint;
  operatorFee: bigint;
  numerator: bigint;
  denominator: bigint;
}): Payment {
  const { pool, operatorFee, numerator, denominator } = parameters;
  const fee = operatorFee < pool ? operatorFee : pool;
  return { fee, payment: ((pool - fee) * numerator) / denominator };
}

function sumScores(rounds: readonly RoundScores[]): { championSum: bigint; challengerSum: bigint } {
  let championSum = 0n;
  let challengerSum = 0n;
  for (const round of rounds) {
    championSum += round.champion;
    challengerSum += round.challenger;
  }
  return { championSum, challengerSum };
}
