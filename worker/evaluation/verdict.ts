import type { EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import { UNAVAILABLE_TRACE_DIGEST } from '#protocol/verdict/messages.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';

const NOTHING_MEASURED = {
  wins: 0,
  championDecidingSum: 0n,
  challengerDecidingSum: 0n,
  championPricingSum: 0n,
  challengerPricingSum: 0n,
} as const;

/** What an evaluation's result makes operators sign. */
export function toVerdict(
  { submissionId, seed, championId }: EvaluationKey,
  result: EvaluationResult,
): Verdict {
  const { outcome, traceDigest } = result;
  if (outcome === 'Invalid') {
    return { submissionId, seed, championId, outcome, ...NOTHING_MEASURED, traceDigest };
  }
  const { wins, championDecidingSum, challengerDecidingSum, championPricingSum, challengerPricingSum } =
    result;
  return {
    submissionId,
    seed,
    championId,
    outcome,
    wins,
    championDecidingSum,
    challengerDecidingSum,
    championPricingSum,
    challengerPricingSum,
    traceDigest,
  };
}

/** The verdict on content that nobody held. */
export function unavailableVerdict({ submissionId, seed, championId }: EvaluationKey): Verdict {
  return {
    submissionId,
    seed,
    championId,
    outcome: 'Unavailable',
    ...NOTHING_MEASURED,
    traceDigest: UNAVAILABLE_TRACE_DIGEST,
  };
}
