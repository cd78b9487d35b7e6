import { z } from 'zod';
import { BaseError } from '../errors/base.ts';

/** The files of a task bundle, by their paths in its folder. */
export const BUNDLE_FILES = {
  architecture: 'architecture.json',
  parameters: 'parameters.safetensors',
  evaluation: 'evaluation.js',
  metadata: 'task.json',
} as const;

/** The folder whose files the evaluation code may read. */
export const DATA_FOLDER = 'data/';
/** The ONNX graph that `architecture.json` may refer to. */
export const GRAPH_FILE = 'model.onnx';

/** What `task.json` says about a task. */
export const taskMetadataSchema = z.object({
  title: z.string().trim().min(1).max(120),
  /** Markdown. */
  description: z.string().max(20_000).default(''),
  tags: z.array(z.string().trim().min(1).max(32)).max(16).default([]),
  /** An SPDX identifier or a sentence. */
  licence: z.string().max(200).default(''),
});

export type TaskMetadata = z.infer<typeof taskMetadataSchema>;

/** A file of a bundle. */
export type BundleFile = { path: string; content: Uint8Array };

/** A bundle’s files by what they are for. A pointer of the terms leads to each of the four. */
export type BundleContents = {
  architecture: BundleContent;
  parameters: BundleContent;
  evaluation: BundleContent;
  metadata: BundleContent;
};

/** One file, or several that make a folder: a network with a graph, evaluation code with data. */
export type BundleContent = readonly [BundleFile, ...BundleFile[]];

/** A file is missing from a bundle. */
export class BundleFileMissingError extends BaseError {
  override name = 'BundleFileMissingError';
  constructor({ path }: { path: string }) {
    super(`The bundle has no file "${path}".`, {
      metaMessages: [
        `A task bundle consists of ${Object.values(BUNDLE_FILES).join(', ')} and optionally ${DATA_FOLDER}.`,
      ],
    });
  }
}

/** A file has no place in a bundle. */
export class BundleFileUnexpectedError extends BaseError {
  override name = 'BundleFileUnexpectedError';
  constructor({ path }: { path: string }) {
    super(`The file "${path}" has no place in a task bundle.`, {
      metaMessages: [
        `A task bundle consists of ${Object.values(BUNDLE_FILES).join(', ')}, optionally ${GRAPH_FILE}, and ${DATA_FOLDER}. Remove the file, or move it into ${DATA_FOLDER}.`,
      ],
    });
  }
}

/** `task.json` is not what it should be. */
export class TaskMetadataError extends BaseError {
  override name = 'TaskMetadataError';
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`${BUNDLE_FILES.metadata} cannot be used: ${reason}.`, {
      cause,
      metaMessages: ['It is a JSON object with title, description, tags and licence.'],
    });
  }
}

/**
 * Sorts the files of a bundle. A README beside them is for people and left out.
 *
 * @throws {BundleFileMissingError}, {BundleFileUnexpectedError}
 */
export function sortBundle(files: readonly BundleFile[]): BundleContents {
  const named = new Map(files.map((file) => [file.path, file]));
  const required = (path: string): BundleFile => {
    const file = named.get(path);
    if (file === undefined) throw new BundleFileMissingError({ path });
    return file;
  };
  const graphs: BundleFile[] = [];
  const data: BundleFile[] = [];
  const known = new Set<string>(Object.values(BUNDLE_FILES));
  for (const file of files) {
    if (known.has(file.path) || /^readme(\.\w+)?$/i.test(file.path)) continue;
    if (file.path.startsWith(DATA_FOLDER)) data.push(file);
    else if (file.path === GRAPH_FILE) graphs.push(file);
    else throw new BundleFileUnexpectedError({ path: file.path });
  }
  return {
    architecture: [required(BUNDLE_FILES.architecture), ...graphs],
    parameters: [required(BUNDLE_FILES.parameters)],
    evaluation: [required(BUNDLE_FILES.evaluation), ...data],
    metadata: [required(BUNDLE_FILES.metadata)],
  };
}

/** Reads `task.json`. @throws {TaskMetadataError} */
export function parseTaskMetadata(bytes: Uint8Array): TaskMetadata {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new TaskMetadataError({ reason: 'it is not JSON', cause });
  }
  const parsed = taskMetadataSchema.safeParse(value);
  if (!parsed.success)
    throw new TaskMetadataError({ reason: z.prettifyError(parsed.error), cause: parsed.error });
  return parsed.data;
}
