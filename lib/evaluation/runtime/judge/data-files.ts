import type { DataFile } from '#protocol/task/evaluation-content.ts';

/** The files that evaluation code may read, by their names; sorted by name. Nothing is looked up anywhere else. */
export type DataFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Limits of the runtime; the storage that the owner pays for limits them too. */
export const DATA_LIMITS = { files: 1_024, bytes: 128 * 1024 ** 2, nameCharacters: 1_024 } as const;

/** The files by name, or what is wrong with them: the same words on every machine. */
export function indexDataFiles(data: readonly DataFile[]): { files: DataFiles } | { problem: string } {
  if (data.length > DATA_LIMITS.files) {
    return { problem: `data/ has ${data.length} files, at most ${DATA_LIMITS.files} can be used.` };
  }
  const bytes = data.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > DATA_LIMITS.bytes) {
    return { problem: `data/ has ${bytes} bytes, at most ${DATA_LIMITS.bytes} can be used.` };
  }
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const file of [...data].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = file;
    const isUsable =
      name !== '' &&
      name.length <= DATA_LIMITS.nameCharacters &&
      name.isWellFormed() &&
      !/\p{Cc}/u.test(name);
    if (!isUsable || files.has(name)) {
      return { problem: `data/ has a file whose name cannot be used: ${JSON.stringify(name)}.` };
    }
    files.set(name, file.bytes);
  }
  return { files };
}
