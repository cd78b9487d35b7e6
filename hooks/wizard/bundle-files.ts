import { BUNDLE_FILES, type BundleFile, DATA_FOLDER, GRAPH_FILE } from '#protocol/task/bundle.ts';
import type { DescriptionForm, EvaluationForm, ModelForm } from './task-form.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** The files that say what the network is; `undefined` while the graph is missing. */
export function networkFiles(
  model: Pick<ModelForm, 'kind' | 'layers' | 'reference' | 'graph'>,
): { architecture: Uint8Array<ArrayBuffer>; graph?: Uint8Array<ArrayBuffer> } | undefined {
  if (model.kind === 'layers') return { architecture: encode(model.layers) };
  return model.graph && { architecture: encode(model.reference), graph: model.graph.bytes };
}

/** Stands for a title that was not entered yet, so that the rest of a bundle can be judged and measured. */
const NO_TITLE = 'Untitled';

/** `task.json` */
export function metadataFile({ title, description, tags, licence }: DescriptionForm): BundleFile {
  const metadata = {
    title: title.trim() || NO_TITLE,
    description,
    tags: splitTags(tags),
    licence: licence.trim(),
  };
  return { path: BUNDLE_FILES.metadata, content: encode(`${JSON.stringify(metadata, undefined, 2)}\n`) };
}

/** Tags as they were typed, parted by commas; each once. */
export function splitTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** The bundle of what was entered; `undefined` while the graph is missing. */
export function bundleFiles(parameters: {
  model: ModelForm;
  parameters: Uint8Array;
  evaluation: EvaluationForm;
  description: DescriptionForm;
}): BundleFile[] | undefined {
  const network = networkFiles(parameters.model);
  if (network === undefined) return undefined;
  const { evaluation } = parameters;
  return [
    { path: BUNDLE_FILES.architecture, content: network.architecture },
    ...(network.graph ? [{ path: GRAPH_FILE, content: network.graph }] : []),
    { path: BUNDLE_FILES.parameters, content: parameters.parameters },
    { path: BUNDLE_FILES.evaluation, content: encode(evaluation.code) },
    ...evaluation.data.map(({ name, bytes }) => ({ path: `${DATA_FOLDER}${name}`, content: bytes })),
    metadataFile(parameters.description),
  ];
}
