import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CID } from 'multiformats/cid';
import { type Block, blockLinks } from '#protocol/content/block.ts';
import { verifyDag, walkDag } from '#protocol/content/dag.ts';
import { RAW_CODEC, toPointer } from '#protocol/content/pointer.ts';
import type { ContentStore, StoredContent } from '../content-store.ts';
import { BlockCorruptedError, BlockNotFoundError, StoreClosedError } from '../errors.ts';
import { createBlockFiles } from './block-files.ts';
import { onDisk, syncFolder } from './durable.ts';
import { lockStore } from './lock.ts';
import { createRootRecords } from './root-records.ts';
import { type StagedContent, recoverStaged, stageContent } from './staging.ts';

export type OpenDiskStoreParameters = {
  /** Belongs to this store alone; created when it is not there. */
  directory: string;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
};

/** A disk that is full takes an empty file. */
const PROBE_BYTES = 4_096;

/**
 * Opens the embedded content store: a folder with one file a block. One process owns the folder. What an earlier
 * process had not finished is finished or removed.
 *
 * @throws {@link StoreLockedError}, {@link DiskError}
 * @example
 * const contentStore = await openDiskStore({ directory: 'data/operator-1/content' });
 */
export async function openDiskStore({
  directory,
  now = Date.now,
}: OpenDiskStoreParameters): Promise<ContentStore> {
  const folders = {
    blocks: join(directory, 'blocks'),
    roots: join(directory, 'roots'),
    staging: join(directory, 'staging'),
  };
  for (const folder of Object.values(folders)) {
    await onDisk('create its folders', folder, () => mkdir(folder, { recursive: true }));
  }
  const probeFile = join(directory, 'probe');
  const lock = await lockStore(directory);
  const blockFiles = createBlockFiles(folders.blocks);
  const records = createRootRecords(folders.roots);
  const inTurn = createTurns();
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  /** Makes a staged content visible. A crash on the way is made good when the store is opened again. */
  async function keep({ blocks, record, discard }: StagedContent): Promise<StoredContent> {
    return inTurn(async () => {
      // Children first, so that a block which is there always brings everything below it.
      const changedFolders = new Set<string>();
      for (const { cid, path } of blocks) changedFolders.add(await blockFiles.adopt(cid, path));
      await syncFolder(folders.blocks);
      for (const folder of changedFolders) await syncFolder(folder);
      const known = await records.read(record.root);
      const content = { ...record, pins: [...new Set([...(known?.pins ?? []), ...record.pins])] };
      await records.write(content);
      await discard();
      return content;
    });
  }

  /** Lets `close` wait for an operation, and lets none begin afterwards. */
  async function whileOpen<Value>(run: () => Promise<Value>): Promise<Value> {
    if (closing.signal.aborted) throw new StoreClosedError();
    const operation = run();
    running.add(operation);
    try {
      return await operation;
    } finally {
      running.delete(operation);
    }
  }

  /** Everything below the given roots. What is damaged or missing leads nowhere: a new upload brings it all. */
  async function reachableFrom(roots: readonly CID[]): Promise<Set<string>> {
    const reached = new Set<string>();
    const pending = [...roots];
    for (let cid = pending.pop(); cid !== undefined; cid = pending.pop()) {
      const key = cid.toString();
      if (reached.has(key)) continue;
      reached.add(key);
      if (cid.code === RAW_CODEC) continue;
      try {
        pending.push(...blockLinks({ cid, bytes: await blockFiles.read(cid) }));
      } catch (error) {
        if (!(error instanceof BlockCorruptedError) && !(error instanceof BlockNotFoundError)) throw error;
      }
    }
    return reached;
  }

  const store: ContentStore = {
    getBlock: (cid) => whileOpen(() => blockFiles.read(cid)),

    has: (cid) => whileOpen(() => blockFiles.has(cid)),

    put: ({ root, blocks, maxBytes, pin, signal }) =>
      whileOpen(async () => {
        toPointer(root);
        const anySignal = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
        const staged = await stageContent({
          directory: folders.staging,
          root,
          blocks: verifyDag(abortable(blocks, anySignal), { root, maxBytes }),
          pins: pin === undefined ? [] : [pin],
          now,
        });
        try {
          return await keep(staged);
        } catch (error) {
          // The caller hears that it failed, so the next start must not finish it. Should this fail as well,
          // the first error is the one to know.
          await Promise.allSettled([staged.discard()]);
          throw error;
        }
      }),

    stat: (root) =>
      whileOpen(() => {
        toPointer(root);
        return records.read(root);
      }),

    list: () => whileOpen(() => records.list()),

    pin: (root, reason) =>
      whileOpen(() =>
        inTurn(async () => {
          toPointer(root);
          const known = (await records.read(root)) ?? (await measure(root));
          if (known.pins.includes(reason)) return;
          await records.write({ ...known, pins: [...known.pins, reason] });
        }),
      ),

    unpin: (root, reason) =>
      whileOpen(() =>
        inTurn(async () => {
          toPointer(root);
          const known = await records.read(root);
          if (known?.pins.includes(reason)) {
            await records.write({ ...known, pins: known.pins.filter((pin) => pin !== reason) });
          }
        }),
      ),

    collectGarbage: ({ minAgeMs }) =>
      whileOpen(() =>
        inTurn(async () => {
          const newest = now() - minAgeMs;
          const all = await records.list();
          const isKept = ({ pins, storedAt }: StoredContent) =>
            pins.length > 0 || storedAt.getTime() > newest;
          const removedRoots = all.filter((content) => !isKept(content)).map(({ root }) => root);
          for (const root of removedRoots) await records.remove(root);
          const reached = await reachableFrom(all.filter(isKept).map(({ root }) => root));
          return { removedRoots, ...(await blockFiles.sweep((name) => reached.has(name))) };
        }),
      ),

    check: () =>
      whileOpen(() =>
        onDisk('write a file', probeFile, () => writeFile(probeFile, Buffer.alloc(PROBE_BYTES))),
      ),

    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new StoreClosedError());
      await Promise.allSettled(running);
      await lock.release();
    },
  };

  /** The record of a content that came in as a part of another. */
  async function measure(root: CID): Promise<StoredContent> {
    let sizeBytes = 0;
    let blockCount = 0;
    for await (const { bytes } of walkDag({ getBlock: (cid) => blockFiles.read(cid) }, root)) {
      sizeBytes += bytes.length;
      blockCount += 1;
    }
    return { root, sizeBytes, blockCount, storedAt: new Date(now()), pins: [] };
  }

  try {
    for (const staged of await recoverStaged(folders.staging)) await keep(staged);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return store;
}

/** Runs one task after the other: what changes records and blocks must not cross. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    const turn = last.then(task);
    last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
}

/** Ends with the signal's reason as soon as it is given, also while the next block is awaited. */
async function* abortable(
  blocks: AsyncIterable<Block> | Iterable<Block>,
  signal: AbortSignal,
): AsyncGenerator<Block, void, undefined> {
  const iterator =
    Symbol.asyncIterator in blocks ? blocks[Symbol.asyncIterator]() : blocks[Symbol.iterator]();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  // Nobody listens to it between two blocks.
  aborted.catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });
  let finished = false;
  try {
    signal.throwIfAborted();
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    if (!finished) {
      const ended = Promise.resolve(iterator.return?.());
      // A source that hangs ends when it ends; how it fails then is of no interest to whoever gave up on it.
      if (signal.aborted) ended.catch(() => undefined);
      else await ended;
    }
  }
}
