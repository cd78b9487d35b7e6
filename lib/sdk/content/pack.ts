import type { CID } from 'multiformats/cid';
import { packCar } from '#protocol/content/car.ts';
import { type ContentPointer, toPointer } from '#protocol/content/pointer.ts';
import { readDirectory } from '#protocol/content/read.ts';
import { type ImportedContent, importDirectory, importFile } from '#protocol/content/unixfs.ts';
import {
  type BundleContent,
  type BundleFile,
  BundleFileMissingError,
  parseTaskMetadata,
  sortBundle,
} from '#protocol/task/bundle.ts';
import { blocksInMemory } from './blocks-in-memory.ts';

/** Content ready for uploading. */
export type PackedContent = {
  root: CID;
  car: Uint8Array<ArrayBuffer>;
  /** The bytes of all blocks together: what quotas count. */
  sizeBytes: number;
};

export type PackBundleReturnType = PackedContent & {
  /** What the task’s terms point to; all of it lies below the root. */
  pointers: {
    architecture: ContentPointer;
    parameters: ContentPointer;
    evaluation: ContentPointer;
    metadata: ContentPointer;
  };
};

/**
 * Packs a task bundle, for one upload: a folder with the four contents that the terms point to. Reads `task.json`
 * only to refuse a wrong one before anything is paid.
 *
 * @throws {BundleFileMissingError}, {BundleFileUnexpectedError}, {TaskMetadataError}, {InvalidFilePathError}
 *
 * @example
 * const { root, car, pointers } = await packBundle([
 *   { path: 'architecture.json', content },
 *   …
 * ]);
 */
export async function packBundle(files: readonly BundleFile[]): Promise<PackBundleReturnType> {
  const contents = sortBundle(files);
  parseTaskMetadata(contents.metadata[0].content);
  const imported = await importDirectory([
    ...place(contents.architecture, 'architecture'),
    ...place(contents.parameters, 'parameters'),
    ...place(contents.evaluation, 'evaluation'),
    ...place(contents.metadata, 'metadata'),
  ]);
  const entries = await readDirectory(blocksInMemory(imported.root, imported.blocks), imported.root);
  const pointer = (content: BundleContent, folder: string): ContentPointer => {
    const name = entryName(content, folder);
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) throw new BundleFileMissingError({ path: name });
    return toPointer(entry.cid);
  };
  return {
    ...pack(imported),
    pointers: {
      architecture: pointer(contents.architecture, 'architecture'),
      parameters: pointer(contents.parameters, 'parameters'),
      evaluation: pointer(contents.evaluation, 'evaluation'),
      metadata: pointer(contents.metadata, 'metadata'),
    },
  };
}

export type PackParametersReturnType = PackedContent & { pointer: ContentPointer };

/** Packs a parameters file (safetensors). Its pointer is what a submission commits to. */
export async function packParameters(bytes: Uint8Array): Promise<PackParametersReturnType> {
  const imported = await importFile(bytes);
  return { ...pack(imported), pointer: toPointer(imported.root) };
}

function pack(imported: ImportedContent): PackedContent {
  return { root: imported.root, car: packCar(imported), sizeBytes: imported.sizeBytes };
}

/** A single file lies in the bundle’s folder itself, several in a folder of their own. */
function place(content: BundleContent, folder: string): BundleFile[] {
  return content.length === 1
    ? [content[0]]
    : content.map((file) => ({ path: `${folder}/${file.path}`, content: file.content }));
}

function entryName(content: BundleContent, folder: string): string {
  return content.length === 1 ? content[0].path : folder;
}
