import { z } from 'zod';

/**
 * Limits of one round of one model. They are metered, not timed, and so the same on every machine; a round that
 * exceeds one scores 0 for that model. The mirror of the Solidity struct `EvaluationBudget`.
 *
 * @see docs/evaluation.md, "The meter"
 */
export type EvaluationBudget = {
  /** Metered steps of the interpreter (calls, loop iterations, 64 bytes of a bulk copy), loading the code included. */
  ticks: bigint;
  /**
   * Work of the host for the code: elements drawn by `random` and read by `metrics` and `tensor`, and what the model
   * computes, at fixed rates.
   */
  nativeWork: bigint;
  /** Elements that enter and leave the model. */
  tensorElements: bigint;
  /** Calls of `model.run`. */
  modelRuns: number;
  /** Memory beyond the 5.25 MiB that the interpreter itself takes, in pages of 64 KiB. */
  memoryBytes: number;
  /** The interpreter's stack; brought into 16 KiB to 4 MiB. */
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
