import type { EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import { NOTHING_MEASURED } from '#protocol/verdict/unmeasured.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';

/** The part of a verdict that follows from the evaluation. */
export type Measured = Omit<Verdict, 'submissionId' | 'seed' | 'championId'>;

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
