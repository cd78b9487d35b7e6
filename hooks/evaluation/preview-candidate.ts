import type { RoundReport } from '#evaluation/runtime/evaluate.ts';
import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { decide } from '#protocol/verdict/rules.ts';
import type { RoundScores } from '#protocol/verdict/scores.ts';
import { evaluate } from '#sdk/estimate/evaluate.ts';
import type { GetEvaluationTaskReturnType } from '#sdk/estimate/get-evaluation-task.ts';
import { type EstimatePayoutReturnType, estimatePayout } from '#sdk/estimate/payout.ts';
import { type EstimateWinChanceReturnType, estimateWinChance } from '#sdk/estimate/win-chance.ts';
import type { EvaluationJobContext } from './use-evaluation.ts';

/** What a candidate did against the champion on fresh data, and what that promises. */
export type CandidatePreview =
  | {
      outcome: 'Measured';
      rounds: readonly RoundScores[];
      reports: readonly RoundReport[];
      /** Whether as many rounds with these scores would pass, by the protocol’s own rules. */
      wins: number;
      gap: bigint;
      chance: EstimateWinChanceReturnType;
      payout: EstimatePayoutReturnType;
    }
  | { outcome: 'Invalid'; reason: InvalidReason };

/** Measures a candidate against the champion, for `useEvaluation`. */
export async function previewCandidate(
  context: EvaluationJobContext,
  parameters: {
    evaluationTask: GetEvaluationTaskReturnType;
    candidateParameters: Uint8Array<ArrayBuffer>;
    /** What committing takes, in the token’s base units. */
    bond: bigint;
  },
): Promise<CandidatePreview> {
  const { evaluationTask, candidateParameters, bond } = parameters;
  const { content, terms, budget, task } = evaluationTask;
  const measured = await evaluate({ ...content, terms, budget, candidateParameters, ...context });
  if (measured.outcome === 'Invalid') return { outcome: 'Invalid', reason: measured.reason };
  const { rounds, reports } = measured;
  const { wins, gap } = decide({ terms: { ...terms, rounds: rounds.length }, rounds });
  return {
    outcome: 'Measured',
    rounds,
    reports,
    wins,
    gap,
    chance: estimateWinChance({ rounds, terms }),
    payout: estimatePayout({ rounds, terms, pool: task.pool, operatorFee: terms.operatorFee, bond }),
  };
}
