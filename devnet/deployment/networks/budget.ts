import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';

export const MEBIBYTE = 1 << 20;

/** A round of a network with some hundred thousand parameters on a few thousand samples, with room to spare. */
export const BUDGET: EvaluationBudget = {
  ticks: 1_000_000_000n,
  nativeWork: 100_000_000n,
  tensorElements: 100_000_000n,
  modelRuns: 1_000,
  memoryBytes: 64 * MEBIBYTE,
  stackBytes: 256 * 1024,
};
