import type { EvaluationResult, ModelRole } from './evaluate.ts';

/** Where evaluation code failed first. */
export type EvaluationFailure = {
  round: number;
  model: ModelRole;
  /** The error with its file and line, or the budget that was exceeded. */
  error: string;
};

/** The first round in which evaluation code failed, which is what its author wants to see; `undefined` when none did. */
export function firstFailure(result: EvaluationResult): EvaluationFailure | undefined {
  if (result.outcome === 'Invalid') return undefined;
  for (const { round, champion, challenger } of result.rounds) {
    if (champion.error) return { round, model: 'champion', error: champion.error };
    if (challenger?.error) return { round, model: 'challenger', error: challenger.error };
  }
  return undefined;
}
