import { type Hex, bytesToHex } from 'viem';
import type {
  EvaluateOptions,
  EvaluationInput,
  EvaluationResult,
  RoundReport,
} from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import type { RoundScores } from '#protocol/verdict/scores.ts';

const SEED_BYTES = 32;

export type EvaluateParameters = Omit<EvaluationInput, 'challengerParameters' | 'seed'> &
  EvaluateOptions & {
    /** Runs the evaluation: in a child process in Node, in a Web Worker in the browser. */
    evaluator: Evaluator;
    /** The candidate's safetensors file. */
    candidateParameters: Uint8Array<ArrayBuffer>;
    /** How many rounds to measure: more make the estimates sharper. @default 2 · K, as many as a verdict can take */
    rounds?: number | undefined;
    /** 32 bytes. @default fresh random bytes; a seed that was trained against says nothing */
    seed?: Hex | undefined;
  };

export type EvaluateReturnType =
  | {
      outcome: 'Measured';
      /** The scores of champion and candidate, round by round on the same data. */
      rounds: readonly RoundScores[];
      /** The same with errors and what each round used. */
      reports: readonly RoundReport[];
      seed: Hex;
    }
  /** The candidate cannot be judged at all; submitting it would lose the bond. */
  | Extract<EvaluationResult, { outcome: 'Invalid' }>;

/**
 * Measures a candidate against the champion at home, before anything is staked on it: paired rounds on data of a fresh
 * seed. Whatever the scores, all rounds are run; what they promise is for `estimateWinChance` and `estimatePayout`.
 *
 * @throws {EvaluationAbstainedError}, {EvaluationCancelledError} when `signal` ended it
 *
 * @example
 * const measured = await evaluate({ ...task, evaluator, candidateParameters, signal });
 * if (measured.outcome === 'Measured') {
 *   const { chance } = estimateWinChance({ rounds: measured.rounds, terms: task.terms });
 * }
 */
export async function evaluate(parameters: EvaluateParameters): Promise<EvaluateReturnType> {
  const {
    evaluator,
    candidateParameters,
    rounds = 2 * parameters.terms.rounds,
    seed = bytesToHex(crypto.getRandomValues(new Uint8Array(SEED_BYTES))),
    onProgress,
    onRound,
    signal,
    ...task
  } = parameters;
  const result = await evaluator.evaluate(
    {
      ...task,
      challengerParameters: candidateParameters,
      // More wins than rounds are never reached: every round is a deciding one, and none prices.
      terms: { ...task.terms, rounds, requiredWins: rounds + 1 },
      seed,
    },
    { onProgress, onRound, signal },
  );
  if (result.outcome === 'Invalid') return result;
  return { outcome: 'Measured', rounds: result.deciding, reports: result.rounds, seed };
}
