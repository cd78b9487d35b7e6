import type { EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';

/** The part of a verdict that follows from the evaluation. */
export type Measured = Omit<Verdict, 'submissionId' | 'seed' | 'championId'>;

/** What a verdict without scores says about scores. */
export const NOTHING_MEASURED = {
  wins: 0,
  championDecidingSum: 0n,
  challengerDecidingSum: 0n,
  championPricingSum: 0n,
  challengerPricingSum: 0n,
} as const satisfies Partial<Measured>;

/** What a verdict must say after an evaluation. */
export function toMeasured(result: EvaluationResult): Measured {
  const { outcome, traceDigest } = result;
  if (outcome === 'Invalid') return { outcome, ...NOTHING_MEASURED, traceDigest };
  const { wins, championDecidingSum, challengerDecidingSum, championPricingSum, challengerPricingSum } =
    result;
  return {
    outcome,
    wins,
    championDecidingSum,
    challengerDecidingSum,
    championPricingSum,
    challengerPricingSum,
    traceDigest,
  };
}
