import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DiskError } from '../errors.ts';

/** Runs a file-system operation, giving its error a type. */
export async function onDisk<Value>(action: string, path: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (cause) {
    throw new DiskError({ action, path, cause });
  }
}

/** Writes a new file that survives a power failure, though its name may not: see {@link syncFolder}. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await onDisk('write a file', path, async () => {
    await withFile(path, 'wx', async (file) => {
      await file.writeFile(bytes);
      await file.sync();
    });
  });
}

/** Replaces a file: afterwards, and after a crash, it has either its old bytes or the new ones. */
export async function replaceDurably(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeDurably(temporary, bytes);
    await onDisk('replace a file', path, () => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the names in a folder survive a power failure. */
export async function syncFolder(path: string): Promise<void> {
  await onDisk('write a folder', path, () => withFile(path, 'r', (folder) => folder.sync()));
}

async function withFile(
  path: string,
  flags: string,
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
