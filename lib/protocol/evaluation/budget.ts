import { z } from 'zod';

/**
 * Limits of one round of one model. They are metered, not timed, and so the same on every machine; a round that
 * exceeds one scores 0 for that model. The mirror of the Solidity struct `EvaluationBudget`.
 */
export type EvaluationBudget = {
  /** Interrupt ticks of the sandbox: bounds what interpreted code does. */
  ticks: bigint;
  /** Elements or bytes processed by metered built-in functions: bounds what one tick can hide. */
  nativeWork: bigint;
  /** Elements passed into and out of the model. */
  tensorElements: bigint;
  /** Calls of `model.run`. */
  modelRuns: number;
  /** Heap of the sandbox. */
  memoryBytes: number;
  /** Stack of the sandbox. */
  stackBytes: number;
};

const uint32 = z.number().int().min(0).max(0xffff_ffff);
const uint64 = z.bigint().min(0n).max(0xffff_ffff_ffff_ffffn);

export const evaluationBudgetSchema = z.object({
  ticks: uint64,
  nativeWork: uint64,
  tensorElements: uint64,
  modelRuns: uint32,
  memoryBytes: uint32,
  stackBytes: uint32,
}) satisfies z.ZodType<EvaluationBudget>;
