import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import { parseArchitecture } from './architecture/schema.ts';
import { elementCount, planArchitecture } from './architecture/shapes.ts';
import type { EvaluationInput } from './evaluate.ts';

/** How much slower than the metered worst case a machine may be before it gives up. */
const MARGIN = 10;

/** Rates that the slowest machine meant to evaluate exceeds; a third of what was measured. */
const TICKS_PER_MS = 100_000;
const NATIVE_ELEMENTS_PER_MS = 5_000;
const MULTIPLY_ADDS_PER_MS = 1_000_000;
const TENSOR_ELEMENTS_PER_MS = 20_000;
const MS_PER_MODEL_RUN = 1;
const STARTUP_MS = 30_000;

/**
 * How long an evaluation may take on the clock before its host ends it and abstains: ten times what the budget allows
 * at most, so that only a broken or overloaded machine gets there.
 *
 * @returns Milliseconds.
 * @throws ArchitectureError
 */
export function wallClockLimitMs(
  input: Pick<EvaluationInput, 'architecture' | 'challengerParameters' | 'terms' | 'budget'>,
): number {
  const plan = planArchitecture(parseArchitecture(input.architecture));
  const sampleElements = elementCount(plan.input.shape) + elementCount(plan.output.shape);
  const modelRounds = input.challengerParameters ? 4 * input.terms.rounds : input.terms.rounds;
  const roundMs = worstRoundMs({
    budget: input.budget,
    multiplyAddsPerElement: plan.multiplyAdds / sampleElements,
  });
  return Math.ceil(STARTUP_MS + MARGIN * modelRounds * roundMs);
}

function worstRoundMs({
  budget,
  multiplyAddsPerElement,
}: {
  budget: EvaluationBudget;
  multiplyAddsPerElement: number;
}): number {
  const tensorElements = Number(budget.tensorElements);
  return (
    Number(budget.ticks) / TICKS_PER_MS +
    Number(budget.nativeWork) / NATIVE_ELEMENTS_PER_MS +
    tensorElements / TENSOR_ELEMENTS_PER_MS +
    (tensorElements * multiplyAddsPerElement) / MULTIPLY_ADDS_PER_MS +
    budget.modelRuns * MS_PER_MODEL_RUN
  );
}
