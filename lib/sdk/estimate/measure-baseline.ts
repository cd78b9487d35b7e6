import { type Hex, bytesToHex } from 'viem';
import type { EvaluateOptions, EvaluationResult, RoundReport } from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { TaskBundle } from '#protocol/task/read-bundle.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';

const SEED_BYTES = 32;

export type MeasureBaselineParameters = EvaluateOptions & {
  /** Runs the evaluation: in a child process in Node, in a Web Worker in the browser. */
  evaluator: Evaluator;
  /** As `inspectBundle` and `readBundle` give it. */
  bundle: Omit<TaskBundle, 'metadata'>;
  terms: VerdictTerms;
  /** Of the task definition (`getTaskDefinition`). */
  budget: EvaluationBudget;
  /** 32 bytes. @default fresh random bytes */
  seed?: Hex | undefined;
};

export type MeasureBaselineReturnType =
  | {
      outcome: 'Measured';
      /** The score of each round, with errors (file and line) and what it used of the budget. */
      rounds: readonly RoundReport[];
      /** The sum of the scores; 1e18 = 1. */
      sum: bigint;
      /** What is left of the target, summed over the rounds. 0 or less: nothing is left to improve, and the task would be void. */
      distance: bigint;
      seed: Hex;
    }
  /** The bundle cannot be judged; the task would be void. */
  | Extract<EvaluationResult, { outcome: 'Invalid' }>;

/**
 * Measures the initial parameters of a bundle at home, as operators will when the task is created: it shows the owner whether the
 * evaluation code works, what it scores, and what it uses of the budget, before the bounty is escrowed.
 *
 * @throws {EvaluationAbstainedError}, {EvaluationCancelledError} when `signal` ended it
 *
 * @example
 * const { bundle } = inspectBundle(files);
 * const measured = await measureBaseline({ evaluator, bundle, terms, budget, onRound, signal });
 */
export async function measureBaseline(
  parameters: MeasureBaselineParameters,
): Promise<MeasureBaselineReturnType> {
  const {
    evaluator,
    bundle: { architecture, graph, evaluation, data, parameters: championParameters },
    terms,
    budget,
    seed = bytesToHex(crypto.getRandomValues(new Uint8Array(SEED_BYTES))),
    ...options
  } = parameters;
  const result = await evaluator.evaluate(
    {
      architecture,
      ...(graph ? { graph } : {}),
      evaluation,
      data,
      championParameters,
      terms,
      seed,
      budget,
    },
    options,
  );
  if (result.outcome === 'Invalid') return result;
  const { rounds, championDecidingSum: sum } = result;
  return {
    outcome: 'Measured',
    rounds,
    sum,
    distance: BigInt(terms.rounds) * terms.targetScore - sum,
    seed,
  };
}
