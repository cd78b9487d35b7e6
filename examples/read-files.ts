import { readFile, readdir } from 'node:fs/promises';
import { BUNDLE_FILES, type BundleFile, DATA_FOLDER } from '#protocol/task/bundle.ts';
import type { ExampleName } from './registry.ts';

/** What an example's training wrote: parameters that win against its baseline. */
const TRAINED_FILE = 'trained.safetensors';

/** The ONNX graph of an example whose network is not made of layers. */
const GRAPH_FILE = 'model.onnx';

const NAMED_FILES = new Set<string>([...Object.values(BUNDLE_FILES), GRAPH_FILE]);

const folderOf = (name: ExampleName) => new URL(`./${name}/`, import.meta.url);

/** The files of an example's bundle, as an owner publishes them; the scripts beside them are no part of it. */
export async function readExampleBundle(name: ExampleName): Promise<BundleFile[]> {
  const folder = folderOf(name);
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.filter((path) => NAMED_FILES.has(path) || path.startsWith(DATA_FOLDER));
  return Promise.all(
    paths.sort().map(async (path) => ({ path, content: await readBytes(new URL(path, folder)) })),
  );
}

/** Parameters that win against the example's baseline, as a safetensors file. */
export function readTrainedParameters(name: ExampleName): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(new URL(TRAINED_FILE, folderOf(name)));
}

async function readBytes(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}
