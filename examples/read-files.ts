import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_FILES, type BundleFile, DATA_FOLDER } from '#protocol/task/bundle.ts';
import type { ExampleName } from './registry.ts';

/** What an example's training wrote: parameters that win against its baseline. */
const TRAINED_FILE = 'trained.safetensors';
/** The ONNX graph of an example whose network is not made of layers. */
const GRAPH_FILE = 'model.onnx';

const NAMED_FILES = new Set<string>([...Object.values(BUNDLE_FILES), GRAPH_FILE]);

/** Inside the web app's build a module has no folder. */
const { dirname }: { dirname?: string } = import.meta;

/** This folder; the web app is started in the one above. */
const EXAMPLES_FOLDER = dirname ?? path.resolve('examples');

const folderOf = (name: ExampleName) => path.join(EXAMPLES_FOLDER, name);

/** The files of an example's bundle, as an owner publishes them; the scripts beside them are no part of it. */
export async function readExampleBundle(name: ExampleName): Promise<BundleFile[]> {
  const folder = folderOf(name);
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.filter((entry) => NAMED_FILES.has(entry) || entry.startsWith(DATA_FOLDER));
  return Promise.all(
    paths.sort().map(async (entry) => ({
      path: entry,
      // Next would take every file of the project for one that this might read.
      content: await readBytes(path.join(/* turbopackIgnore: true */ folder, entry)),
    })),
  );
}

/** Parameters that win against the example's baseline, as a safetensors file. */
export function readTrainedParameters(name: ExampleName): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(path.join(folderOf(name), TRAINED_FILE));
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}
