import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CID } from 'multiformats/cid';
import { type Block, blockLinks, parseContentCid } from '#protocol/content/block.ts';
import type { StoredContent } from '../content-store.ts';
import { onDisk, replaceDurably, syncFolder, writeDurably } from './durable.ts';
import { encodeRecord, readRecord } from './root-records.ts';

/** How many blocks may wait for the disk at once: enough for it to combine their flushes, little memory. */
const WRITES_IN_FLIGHT = 8;

/**
 * The record that completes a staged content. Once it is there, the content will be kept, by this process or by
 * the next one; before, it never was.
 */
const RECORD_NAME = 'content.json';

/** A content on its way in: blocks in a folder of their own, which nothing else looks into. */
export type StagedContent = {
  /** The blocks that wait to be moved, children before parents. */
  blocks: { cid: CID; path: string }[];
  record: StoredContent;
  /** Removes what is left of the folder. */
  discard: () => Promise<void>;
};

/**
 * Writes the blocks into a new folder under `directory`. When the loop over them throws, nothing is left.
 * @param blocks complete and verified, as `verifyDag` yields them.
 */
export async function stageContent({
  directory,
  root,
  blocks,
  pins,
  now,
}: {
  directory: string;
  root: CID;
  blocks: AsyncIterable<Block>;
  pins: readonly string[];
  now: () => number;
}): Promise<StagedContent> {
  const folder = join(directory, randomUUID());
  await onDisk('create a staging folder', folder, () => mkdir(folder));
  const writes = new Set<Promise<void>>();
  try {
    const links = new Map<string, CID[]>();
    let sizeBytes = 0;
    for await (const block of blocks) {
      const key = block.cid.toString();
      links.set(key, blockLinks(block));
      sizeBytes += block.bytes.length;
      const write = writeDurably(join(folder, key), block.bytes);
      writes.add(write);
      // Failures surface below, from the race or from the final wait; here they must only not be unhandled.
      write.then(
        () => writes.delete(write),
        () => undefined,
      );
      if (writes.size >= WRITES_IN_FLIGHT) await Promise.race(writes);
    }
    await Promise.all(writes);
    await syncFolder(folder);
    const record = { root, sizeBytes, blockCount: links.size, storedAt: new Date(now()), pins };
    await replaceDurably(join(folder, RECORD_NAME), encodeRecord(record));
    return {
      blocks: childrenFirst(root, links).map((cid) => ({ cid, path: join(folder, cid.toString()) })),
      record,
      discard: () => removeFolder(folder),
    };
  } catch (error) {
    await Promise.allSettled(writes);
    await removeFolder(folder);
    throw error;
  }
}

/**
 * What an earlier process left under `directory`: contents that were complete are returned for keeping, all
 * others are removed.
 */
export async function recoverStaged(directory: string): Promise<StagedContent[]> {
  const staged: StagedContent[] = [];
  for (const name of await onDisk('list its staging area', directory, () => readdir(directory))) {
    const folder = join(directory, name);
    const record = await readRecord(join(folder, RECORD_NAME));
    if (record === undefined) {
      await removeFolder(folder);
      continue;
    }
    // Any order will do: until the store is open nobody looks.
    const names = await onDisk('list its staging area', folder, () => readdir(folder));
    staged.push({
      blocks: names
        .filter((fileName) => !fileName.includes('.'))
        .map((fileName) => ({ cid: parseContentCid(fileName), path: join(folder, fileName) })),
      record,
      discard: () => removeFolder(folder),
    });
  }
  return staged;
}

async function removeFolder(folder: string): Promise<void> {
  await onDisk('empty its staging area', folder, () => rm(folder, { recursive: true, force: true }));
}

/** The blocks in an order in which every block comes after all blocks below it. */
function childrenFirst(root: CID, links: ReadonlyMap<string, readonly CID[]>): CID[] {
  const ordered: CID[] = [];
  const entered = new Set<string>();
  const pending: { cid: CID; leave: boolean }[] = [{ cid: root, leave: false }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { cid, leave } = step;
    if (leave) {
      ordered.push(cid);
      continue;
    }
    const key = cid.toString();
    if (entered.has(key)) continue;
    entered.add(key);
    pending.push({ cid, leave: true });
    for (const link of links.get(key) ?? []) pending.push({ cid: link, leave: false });
  }
  return ordered;
}
