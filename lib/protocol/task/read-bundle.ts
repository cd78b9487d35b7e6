import type { ArchitectureContent } from './architecture-content.ts';
import { type BundleFile, DATA_FOLDER, type TaskMetadata, parseTaskMetadata, sortBundle } from './bundle.ts';
import type { EvaluationContent } from './evaluation-content.ts';

/** What the files of a bundle hold, as an evaluation takes it. */
export type TaskBundle = ArchitectureContent &
  EvaluationContent & {
    /** `parameters.safetensors`: the baseline. */
    parameters: Uint8Array<ArrayBuffer>;
    metadata: TaskMetadata;
  };

/**
 * Reads a bundle from its files, before anything of it is published.
 *
 * @throws {BundleFileMissingError}, {BundleFileUnexpectedError}, {TaskMetadataError}
 *
 * @example
 * const { architecture, graph, metadata } = readBundle(files);
 */
export function readBundle(files: readonly BundleFile[]): TaskBundle {
  const { architecture, evaluation, parameters, metadata } = sortBundle(files);
  const [, graph] = architecture;
  const [, ...data] = evaluation;
  return {
    architecture: Uint8Array.from(architecture[0].content),
    ...(graph ? { graph: Uint8Array.from(graph.content) } : {}),
    evaluation: Uint8Array.from(evaluation[0].content),
    data: data
      .map(({ path, content }) => ({
        name: path.slice(DATA_FOLDER.length),
        bytes: Uint8Array.from(content),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    parameters: Uint8Array.from(parameters[0].content),
    metadata: parseTaskMetadata(metadata[0].content),
  };
}
