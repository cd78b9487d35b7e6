import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { computeFileCid, importDirectory } from '#protocol/content/unixfs.ts';
import { type BundleContent, DATA_FOLDER, sortBundle } from '#protocol/task/bundle.ts';
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
  const { architecture, evaluation, parameters } = sortBundle(await readExampleBundle(name));
  const [, graph] = architecture;
  const [, ...data] = evaluation;
  const challengerParameters = await readTrainedParameters(name);
  return {
    input: {
      architecture: Uint8Array.from(architecture[0].content),
      ...(graph ? { graph: Uint8Array.from(graph.content) } : {}),
      evaluation: Uint8Array.from(evaluation[0].content),
      data: data.map(({ path, content }) => ({
        name: path.slice(DATA_FOLDER.length),
        bytes: Uint8Array.from(content),
      })),
      championParameters: Uint8Array.from(parameters[0].content),
      challengerParameters,
    },
    cids: {
      architecture: await cidOf(architecture),
      evaluation: await cidOf(evaluation),
      champion: await cidOf(parameters),
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
