import { readFile } from 'node:fs/promises';
import { BUNDLE_FILES, type BundleFile } from '#protocol/task/bundle.ts';

const X_SQUARED = new URL('../../examples/x-squared/', import.meta.url);

/** The files of the x² task, as an owner publishes them. */
export function readExampleBundle(): Promise<BundleFile[]> {
  return Promise.all(
    Object.values(BUNDLE_FILES).map(async (path) => ({
      path,
      content: new Uint8Array(await readFile(new URL(path, X_SQUARED))),
    })),
  );
}
