import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { EvaluationInput } from './evaluate.ts';

/** How much slower than the metered worst case a machine may be before it gives up. */
const MARGIN = 10;

/**
 * Rates that the slowest machine meant to evaluate exceeds; a third of what was measured. Native work includes what the
 * model computes (`model/cost.ts`): a unit of it takes about the same time whatever it buys.
 */
const TICKS_PER_MS = 100_000;
const NATIVE_UNITS_PER_MS = 5_000;
const TENSOR_ELEMENTS_PER_MS = 20_000;
const MS_PER_MODEL_RUN = 1;
/** Loading a network takes time that no budget bounds; its size is bounded (`model/limits.ts`). */
const STARTUP_MS = 60_000;

/**
 * How long an evaluation may take on the clock before its host ends it and abstains: ten times what the budget allows
 * at most, so that only a broken or overloaded machine gets there.
 *
 * @returns Milliseconds.
 */
export function wallClockLimitMs(
  input: Pick<EvaluationInput, 'challengerParameters' | 'terms' | 'budget'>,
): number {
  const modelRounds = input.challengerParameters ? 4 * input.terms.rounds : input.terms.rounds;
  return Math.ceil(STARTUP_MS + MARGIN * modelRounds * worstRoundMs(input.budget));
}

function worstRoundMs(budget: EvaluationBudget): number {
  return (
    Number(budget.ticks) / TICKS_PER_MS +
    Number(budget.nativeWork) / NATIVE_UNITS_PER_MS +
    Number(budget.tensorElements) / TENSOR_ELEMENTS_PER_MS +
    budget.modelRuns * MS_PER_MODEL_RUN
  );
}
