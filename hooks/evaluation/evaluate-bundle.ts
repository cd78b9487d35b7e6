import { type Hex, bytesToHex } from 'viem';
import type { EvaluationProgress, EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import { type BundleFile, DATA_FOLDER, sortBundle } from '#protocol/task/bundle.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';

const SEED_BYTES = 32;

export type EvaluateBundleParameters = {
  /** The files of a task bundle by their paths; `parameters.safetensors` is the champion. */
  files: readonly BundleFile[];
  /** A safetensors file. @default none: the champion is measured as the baseline, as operators do before a task opens */
  challengerParameters?: Uint8Array | undefined;
  terms: VerdictTerms;
  /** Of the task definition (`getTaskDefinition`). */
  budget: EvaluationBudget;
  /** 32 bytes. @default fresh random bytes */
  seed?: Hex | undefined;
  onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/**
 * Evaluates the files of a bundle as operators would: the preview before a task is published.
 *
 * @throws {BundleFileMissingError}, {BundleFileUnexpectedError}, {EvaluationAbstainedError},
 * {EvaluationCancelledError}
 */
export async function evaluateBundle(
  evaluator: Evaluator,
  parameters: EvaluateBundleParameters,
): Promise<EvaluationResult> {
  const { files, challengerParameters, terms, budget, onProgress, signal } = parameters;
  const { seed = bytesToHex(crypto.getRandomValues(new Uint8Array(SEED_BYTES))) } = parameters;
  const bundle = sortBundle(files);
  const [architecture, graph] = bundle.architecture;
  const [evaluation, ...data] = bundle.evaluation;
  return evaluator.evaluate(
    {
      architecture: new Uint8Array(architecture.content),
      ...(graph ? { graph: new Uint8Array(graph.content) } : {}),
      evaluation: new Uint8Array(evaluation.content),
      data: data.map(({ path, content }) => ({
        name: path.slice(DATA_FOLDER.length),
        bytes: new Uint8Array(content),
      })),
      championParameters: new Uint8Array(bundle.parameters[0].content),
      ...(challengerParameters ? { challengerParameters: new Uint8Array(challengerParameters) } : {}),
      terms,
      seed,
      budget,
    },
    { onProgress, signal },
  );
}
