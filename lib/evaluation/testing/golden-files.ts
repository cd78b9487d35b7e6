import { readFile, readdir } from 'node:fs/promises';
import { type Golden, parseGolden } from './golden.ts';

/** Where the records lie: `<name>.json`, one of each example. */
export const GOLDEN_FOLDER = new URL('./golden/', import.meta.url);

const SUFFIX = '.json';

/** Reads all records, by name. */
export async function readGoldenFiles(): Promise<ReadonlyMap<string, Golden>> {
  const files = (await readdir(GOLDEN_FOLDER)).filter((file) => file.endsWith(SUFFIX)).sort();
  return new Map(
    await Promise.all(
      files.map(async (file) => {
        const golden = parseGolden(await readFile(new URL(file, GOLDEN_FOLDER), 'utf8'));
        return [file.slice(0, -SUFFIX.length), golden] as const;
      }),
    ),
  );
}
