import type { EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { toMeasured } from '#sdk/replay/measured.ts';

/** What an evaluation's result makes operators sign. */
export function toVerdict(
  { submissionId, seed, championId }: EvaluationKey,
  result: EvaluationResult,
): Verdict {
  return { submissionId, seed, championId, ...toMeasured(result) };
}
