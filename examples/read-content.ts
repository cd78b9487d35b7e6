import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { computeFileCid, importDirectory } from '#protocol/content/unixfs.ts';
import { type BundleContent, sortBundle } from '#protocol/task/bundle.ts';
import { readBundle } from '#protocol/task/read-bundle.ts';
import { readExampleBundle, readTrainedParameters } from './read-files.ts';
import type { ExampleName } from './registry.ts';

/** An evaluation of an example, its trained parameters against its baseline, without terms, seed and budget. */
export type ExampleContent = {
  input: Pick<EvaluationInput, 'architecture' | 'graph' | 'evaluation' | 'data' | 'championParameters'> & {
    challengerParameters: Uint8Array<ArrayBuffer>;
  };
  /** The content identifiers that a task would point to. */
  cids: { architecture: string; evaluation: string; champion: string; challenger: string };
};

export async function readExampleContent(name: ExampleName): Promise<ExampleContent> {
  const files = await readExampleBundle(name);
  const { architecture, graph, evaluation, data, parameters } = readBundle(files);
  const contents = sortBundle(files);
  const challengerParameters = await readTrainedParameters(name);
  return {
    input: {
      architecture,
      ...(graph ? { graph } : {}),
      evaluation,
      data,
      championParameters: parameters,
      challengerParameters,
    },
    cids: {
      architecture: await cidOf(contents.architecture),
      evaluation: await cidOf(contents.evaluation),
      champion: await cidOf(contents.parameters),
      challenger: String(await computeFileCid(challengerParameters)),
    },
  };
}

/** One file is pointed to itself, several by their folder. */
async function cidOf(content: BundleContent): Promise<string> {
  const [file] = content;
  if (content.length === 1) return String(await computeFileCid(file.content));
  return String((await importDirectory(content)).root);
}
