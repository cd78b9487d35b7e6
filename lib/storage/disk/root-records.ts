import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CID } from 'multiformats/cid';
import { z } from 'zod';
import { parseContentCid } from '#protocol/content/block.ts';
import type { StoredContent } from '../content-store.ts';
import { StoreRecordCorruptedError, errorCode } from '../errors.ts';
import { onDisk, replaceDurably, syncFolder } from './durable.ts';

const recordJson = z.strictObject({
  version: z.literal(1),
  root: z.string().transform(parseContentCid),
  sizeBytes: z.int().nonnegative(),
  blockCount: z.int().positive(),
  storedAt: z.iso.datetime().transform((text) => new Date(text)),
  pins: z.array(z.string()),
});

export function encodeRecord(content: StoredContent): Uint8Array {
  const { root, sizeBytes, blockCount, storedAt, pins } = content;
  const record = { version: 1, root: root.toString(), sizeBytes, blockCount, storedAt, pins };
  return new TextEncoder().encode(`${JSON.stringify(record, undefined, 2)}\n`);
}

/** @returns `undefined` when there is no such file. @throws {@link StoreRecordCorruptedError} */
export async function readRecord(path: string): Promise<StoredContent | undefined> {
  const text = await onDisk('read a record', path, async () => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  });
  if (text === undefined) return undefined;
  try {
    return recordJson.parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreRecordCorruptedError({ path, cause });
  }
}

export type RootRecords = ReturnType<typeof createRootRecords>;

/** One file for each content that was put or pinned as such: `<directory>/<CID>.json`. */
export function createRootRecords(directory: string) {
  const pathOf = (root: CID) => join(directory, `${root.toString()}.json`);
  return {
    read: (root: CID) => readRecord(pathOf(root)),
    write: (content: StoredContent) => replaceDurably(pathOf(content.root), encodeRecord(content)),
    async remove(root: CID): Promise<void> {
      await onDisk('remove a record', pathOf(root), () => rm(pathOf(root), { force: true }));
      await syncFolder(directory);
    },
    async list(): Promise<StoredContent[]> {
      const names = await onDisk('list its records', directory, () => readdir(directory));
      const records = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => readRecord(join(directory, name))),
      );
      return records.filter((record) => record !== undefined);
    },
  };
}
