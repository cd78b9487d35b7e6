import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { sortBundle } from '#protocol/task/bundle.ts';
import { readExampleBundle, readTrainedParameters } from './read-files.ts';
import type { ExampleName } from './registry.ts';

/** What is evaluated, without the circumstances: terms, seed and budget. */
export type ExampleContent = Pick<
  EvaluationInput,
  'architecture' | 'evaluation' | 'championParameters' | 'challengerParameters'
>;

/** The content of an evaluation of an example: its trained parameters against its baseline. */
export async function readExampleContent(name: ExampleName): Promise<ExampleContent> {
  const { architecture, evaluation, parameters } = sortBundle(await readExampleBundle(name));
  return {
    architecture: Uint8Array.from(architecture[0].content),
    evaluation: Uint8Array.from(evaluation[0].content),
    championParameters: Uint8Array.from(parameters[0].content),
    challengerParameters: await readTrainedParameters(name),
  };
}
