import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile as readDiskFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CID } from 'multiformats/cid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Block } from '#protocol/content/block.ts';
import { decodeCar, packCar } from '#protocol/content/car.ts';
import { readDirectory, readFile } from '#protocol/content/read.ts';
import { type ImportedContent, importDirectory, importFile } from '#protocol/content/unixfs.ts';
import type { ContentStore } from '../content-store.ts';
import { openDiskStore } from './open-disk-store.ts';

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;
const utf8 = (text: string) => new TextEncoder().encode(text);
const patterned = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 * seed + (index >> 20) * 17 + seed) & 255);

const parameters = await importFile(patterned(2 * MIB + 77));
const bundle = await importDirectory([
  { path: 'architecture.json', content: utf8('{"layers":[]}') },
  { path: 'parameters.safetensors', content: patterned(2 * MIB + 77) },
  { path: 'data/digits.bin', content: patterned(500, 3) },
]);

let directory: string;
let store: ContentStore;
let time: number;
const open = () => openDiskStore({ directory, now: () => time });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'content-store-'));
  time = Date.parse('2030-01-01T00:00:00Z');
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const put = (content: ImportedContent, pin?: string) =>
  store.put({ root: content.root, blocks: content.blocks, maxBytes: content.sizeBytes, pin });

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

function pathOfBlock(cid: CID): string {
  return join(directory, 'blocks', cid.toString().slice(-3, -1), cid.toString());
}

describe('put', () => {
  test('keeps a content whose blocks come as a CAR, and gives its bytes back', async () => {
    const stored = await store.put({
      root: parameters.root,
      blocks: decodeCar(packCar(parameters)),
      maxBytes: parameters.sizeBytes,
      pin: 'task/1',
    });
    expect(stored).toMatchObject({ sizeBytes: parameters.sizeBytes, blockCount: 4, pins: ['task/1'] });
    expect(await store.stat(parameters.root)).toMatchObject({
      sizeBytes: parameters.sizeBytes,
      pins: ['task/1'],
    });
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
    expect(await filesIn('staging')).toEqual([]);
  });

  test('keeps folders, whose files can be asked for on their own', async () => {
    await put(bundle);
    const entries = await readDirectory(store, bundle.root);
    expect(entries.map(({ name }) => name)).toEqual(['architecture.json', 'data', 'parameters.safetensors']);
    const [architecture] = entries;
    if (architecture === undefined) throw new Error('unreachable');
    expect(await store.has(architecture.cid)).toBe(true);
    expect(await store.stat(architecture.cid)).toBeUndefined();
    expect(await readFile(store, { cid: architecture.cid, maxBytes: 100 })).toEqual(utf8('{"layers":[]}'));
  });

  test('twice is harmless, and reasons to keep it add up', async () => {
    await put(parameters, 'submission/1');
    await put(parameters, 'champion/1');
    await put(parameters, 'submission/1');
    expect((await store.stat(parameters.root))?.pins).toEqual(['submission/1', 'champion/1']);
    expect(await store.list()).toHaveLength(1);
  });

  test('at the same time, from many sides, is harmless', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => put(parameters, `upload/${index}`)));
    expect((await store.stat(parameters.root))?.pins).toHaveLength(8);
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
    expect(await filesIn('staging')).toEqual([]);
  });

  const [root, leaf, ...rest] = parameters.blocks;
  if (root === undefined || leaf === undefined) throw new Error('unreachable');
  const forgedLeaf: Block = { cid: leaf.cid, bytes: leaf.bytes.with(0, 77) };
  async function* cutOff() {
    yield root as Block;
    yield leaf as Block;
    throw new Error('connection reset');
  }
  test.each<[string, () => Iterable<Block> | AsyncIterable<Block>, number, object]>([
    [
      'a block that does not match its hash',
      () => [root, forgedLeaf, ...rest],
      10 * MIB,
      { name: 'BlockHashMismatchError' },
    ],
    ['an incomplete DAG', () => [root, leaf], 10 * MIB, { name: 'IncompleteDagError' }],
    [
      'foreign blocks',
      () => [...parameters.blocks, ...bundle.blocks],
      10 * MIB,
      { name: 'ForeignBlockError' },
    ],
    ['another root', () => bundle.blocks, 10 * MIB, { name: 'ForeignBlockError' }],
    ['too many bytes', () => parameters.blocks, 2 * MIB, { name: 'ContentTooLargeError' }],
    ['a source that breaks off', cutOff, 10 * MIB, { message: 'connection reset' }],
  ])('leaves nothing behind after %s', async (_, blocks, maxBytes, error) => {
    await expect(store.put({ root: parameters.root, blocks: blocks(), maxBytes })).rejects.toMatchObject(
      error,
    );
    expect(await filesIn('.')).toEqual(['lock']);
    expect(await store.has(parameters.root)).toBe(false);
    expect(await store.list()).toEqual([]);
  });

  test('stops when it is told to, even while it waits for a block', async () => {
    const controller = new AbortController();
    const reached = Promise.withResolvers<void>();
    async function* hanging() {
      yield root as Block;
      reached.resolve();
      await new Promise(() => undefined);
    }
    const stopped = store.put({
      root: parameters.root,
      blocks: hanging(),
      maxBytes: 10 * MIB,
      signal: controller.signal,
    });
    await reached.promise;
    controller.abort(new Error('changed my mind'));
    await expect(stopped).rejects.toThrow('changed my mind');
    expect(await filesIn('.')).toEqual(['lock']);
  });

  test('says what the disk said, keeps nothing, and works again when the disk does', async () => {
    // Folders that cannot be written to, in a way that binds the superuser as well.
    await rm(join(directory, 'staging'), { recursive: true });
    await writeFile(join(directory, 'staging'), '');
    await expect(put(parameters)).rejects.toMatchObject({ name: 'DiskError', code: 'ENOTDIR' });
    await rm(join(directory, 'staging'));
    await mkdir(join(directory, 'staging'));

    const shard = join(directory, 'blocks', leaf.cid.toString().slice(-3, -1));
    await writeFile(shard, '');
    await expect(put(parameters)).rejects.toMatchObject({ name: 'DiskError' });
    expect(await store.has(parameters.root)).toBe(false);
    expect(await filesIn('staging')).toEqual([]);
    await rm(shard);

    await put(parameters);
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
  });
});

describe('getBlock', () => {
  test('never hands out bytes that changed on the disk, until they are put again', async () => {
    await put(parameters);
    const [, leaf] = parameters.blocks;
    if (leaf === undefined) throw new Error('unreachable');
    const path = pathOfBlock(leaf.cid);
    await writeFile(path, (await readDiskFile(path)).with(1000, 0xee));
    await expect(store.getBlock(leaf.cid)).rejects.toMatchObject({
      name: 'BlockCorruptedError',
      cid: leaf.cid,
    });
    await writeFile(path, '');
    await expect(store.getBlock(leaf.cid)).rejects.toMatchObject({ name: 'BlockCorruptedError' });

    await put(parameters);
    expect(await store.getBlock(leaf.cid)).toEqual(leaf.bytes);
  });

  test('says which block is not held', async () => {
    await expect(store.getBlock(parameters.root)).rejects.toMatchObject({
      name: 'BlockNotFoundError',
      cid: parameters.root,
    });
  });
});

describe('pins and collection', () => {
  test('collects what has no reason to stay, and only that', async () => {
    await put(bundle, 'task/1');
    await put(parameters);
    const other = await importFile(utf8('a loser'));
    await put(other, 'submission/2');
    time += 2 * HOUR_MS;
    await store.unpin(other.root, 'submission/2');

    const collected = await store.collectGarbage({ minAgeMs: HOUR_MS });
    expect(collected.removedRoots.map(String).sort()).toEqual(
      [other.root.toString(), parameters.root.toString()].sort(),
    );
    // The parameters are a file of the bundle, which stays.
    expect(collected).toMatchObject({ removedBlocks: 1, freedBytes: 'a loser'.length });
    expect(await store.has(other.root)).toBe(false);
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
    expect((await filesIn('blocks')).sort()).toEqual(bundle.blocks.map(({ cid }) => cid.toString()).sort());
  });

  test('leaves what came in lately, since its pin may be on the way', async () => {
    await put(parameters);
    time += HOUR_MS - 1;
    expect((await store.collectGarbage({ minAgeMs: HOUR_MS })).removedRoots).toEqual([]);
    time += 1;
    expect((await store.collectGarbage({ minAgeMs: HOUR_MS })).removedRoots).toHaveLength(1);
    expect(await filesIn('blocks')).toEqual([]);
  });

  test('a file of a folder can be kept when the folder goes', async () => {
    await put(bundle, 'task/1');
    await store.pin(parameters.root, 'champion/1');
    await store.unpin(bundle.root, 'task/1');
    time += HOUR_MS;
    await store.collectGarbage({ minAgeMs: HOUR_MS });
    expect(await store.has(bundle.root)).toBe(false);
    expect(await store.stat(parameters.root)).toMatchObject({
      sizeBytes: parameters.sizeBytes,
      pins: ['champion/1'],
    });
    expect((await filesIn('blocks')).sort()).toEqual(
      parameters.blocks.map(({ cid }) => cid.toString()).sort(),
    );
  });

  test('nothing can be pinned that is not held', async () => {
    await expect(store.pin(parameters.root, 'task/1')).rejects.toMatchObject({ name: 'BlockNotFoundError' });
    await store.unpin(parameters.root, 'task/1');
    expect(await store.list()).toEqual([]);
  });

  test('does not touch what is being stored meanwhile', async () => {
    const paused = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    async function* slow() {
      for (const [index, block] of parameters.blocks.entries()) {
        yield block;
        if (index === 1) {
          reached.resolve();
          await paused.promise;
        }
      }
    }
    const storing = store.put({ root: parameters.root, blocks: slow(), maxBytes: parameters.sizeBytes });
    await reached.promise;
    await store.collectGarbage({ minAgeMs: 0 });
    paused.resolve();
    await storing;
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
  });

  test('collects nothing when a record cannot be read', async () => {
    await put(parameters, 'task/1');
    await put(bundle);
    await writeFile(join(directory, 'roots', `${parameters.root.toString()}.json`), '{"version":2}');
    time += HOUR_MS;
    await expect(store.collectGarbage({ minAgeMs: 0 })).rejects.toMatchObject({
      name: 'StoreRecordCorruptedError',
    });
    expect(await store.has(parameters.root)).toBe(true);
  });
});

describe('opening again', () => {
  test('finds what was there', async () => {
    await put(bundle, 'task/1');
    await store.close();
    store = await open();
    expect((await store.list()).map(({ root, pins }) => [root.toString(), pins])).toEqual([
      [bundle.root.toString(), ['task/1']],
    ]);
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
  });

  test('finishes what a crash left complete, and removes what it left incomplete', async () => {
    await put(parameters, 'task/1');
    await store.close();
    // A crash after the last byte was staged and before anything was moved, rebuilt by hand.
    const staged = join(directory, 'staging', 'complete');
    await mkdir(staged);
    for (const { cid, bytes } of bundle.blocks) await writeFile(join(staged, cid.toString()), bytes);
    const record = await readDiskFile(join(directory, 'roots', `${parameters.root.toString()}.json`), 'utf8');
    await writeFile(
      join(staged, 'content.json'),
      record.replaceAll(parameters.root.toString(), bundle.root.toString()).replace('task/1', 'task/2'),
    );
    // Half of the blocks were moved already when it crashed.
    const [, moved] = bundle.blocks;
    if (moved === undefined) throw new Error('unreachable');
    await rm(join(staged, moved.cid.toString()));
    await mkdir(join(pathOfBlock(moved.cid), '..'), { recursive: true });
    await writeFile(pathOfBlock(moved.cid), moved.bytes);
    await mkdir(join(directory, 'staging', 'incomplete'));
    await writeFile(join(directory, 'staging', 'incomplete', parameters.root.toString()), 'half a blo');
    await writeFile(join(directory, 'staging', 'stray'), 'left by a person');

    store = await open();
    expect((await store.stat(bundle.root))?.pins).toEqual(['task/2']);
    expect(await readFile(store, { cid: parameters.root, maxBytes: 3 * MIB })).toEqual(
      patterned(2 * MIB + 77),
    );
    expect((await readDirectory(store, bundle.root)).map(({ name }) => name)).toHaveLength(3);
    expect(await filesIn('staging')).toEqual([]);
  });

  test('after a process was killed in the middle of an upload, nothing of it is left', async () => {
    await store.close();
    const script = `
      import { openDiskStore } from ${JSON.stringify(fileURLToPath(new URL('./open-disk-store.ts', import.meta.url)))};
      import { importFile } from '#protocol/content/unixfs.ts';
      const content = await importFile(Uint8Array.from({ length: 3 * ${MIB} }, (_, index) => (index * 7 + (index >> 20)) & 255));
      const store = await openDiskStore({ directory: ${JSON.stringify(directory)} });
      async function* blocks() {
        yield* content.blocks.slice(0, 3);
        console.log('staged');
        setInterval(() => undefined, 1000);
        await new Promise(() => undefined);
      }
      await store.put({ root: content.root, blocks: blocks(), maxBytes: content.sizeBytes });`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(open()).rejects.toMatchObject({
      name: 'StoreLockedError',
      message: expect.stringContaining(`process ${child.pid}`) as string,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await filesIn('staging')).not.toEqual([]);

    store = await open();
    expect(await filesIn('.')).toEqual(['lock']);
    await put(parameters);
  });
});

describe('ownership and closing', () => {
  test('a folder belongs to one open store', async () => {
    await expect(open()).rejects.toMatchObject({ name: 'StoreLockedError' });
    await store.close();
    store = await open();
  });

  test('a lock whose process id was given to another process is taken over', async () => {
    await store.close();
    await writeFile(join(directory, 'lock'), `${process.pid} 1`);
    if (process.platform === 'linux') store = await open();
    expect(await filesIn('.')).toEqual(['lock']);
  });

  test('closing drops what is being stored and refuses everything afterwards', async () => {
    const reached = Promise.withResolvers<void>();
    async function* hanging() {
      yield parameters.blocks[0] as Block;
      reached.resolve();
      await new Promise(() => undefined);
    }
    const storing = store.put({ root: parameters.root, blocks: hanging(), maxBytes: 10 * MIB });
    const dropped = expect(storing).rejects.toMatchObject({ name: 'StoreClosedError' });
    await reached.promise;
    await store.close();
    await dropped;
    expect(await filesIn('.')).toEqual([]);
    await expect(store.has(parameters.root)).rejects.toMatchObject({ name: 'StoreClosedError' });
    await store.close();
  });

  test('a folder that cannot be created is a disk error that names it', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    await expect(openDiskStore({ directory: join(file, 'store') })).rejects.toMatchObject({
      name: 'DiskError',
      code: 'ENOTDIR',
      message: expect.stringContaining(file) as string,
    });
  });
});
