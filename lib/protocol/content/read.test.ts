import { exporter } from 'ipfs-unixfs-exporter';
import type { CID } from 'multiformats/cid';
import { describe, expect, test } from 'vitest';
import {
  DIRECTORY,
  FILE,
  HAMT_SHARD,
  SYMLINK,
  forge,
  unixfsData,
} from '../../../test/fixtures/forged-content.ts';
import { readDirectory, readFile } from './read.ts';
import { importDirectory, importFile } from './unixfs.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('readFile', () => {
  test('refuses a file larger than allowed before it reads its parts', async () => {
    const source = forge();
    const root = await source.node(unixfsData({ type: FILE, blockSizes: [1_000_000] }), [
      { cid: await source.raw(new Uint8Array(1_000_000)) },
    ]);
    await expect(readFile(source, { cid: root, maxBytes: 999_999 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      limit: 999_999,
      unit: 'bytes',
    });
    expect(source.reads()).toBe(1);
    expect((await readFile(source, { cid: root, maxBytes: 1_000_000 })).length).toBe(1_000_000);
  });

  test('reads small data that lies in the node itself', async () => {
    const source = forge();
    const cid = await source.node(unixfsData({ type: FILE, data: utf8('inline') }));
    expect(await readFile(source, { cid, maxBytes: 6 })).toEqual(utf8('inline'));
  });

  test('refuses a tree whose empty nodes would make 2^40 steps', async () => {
    const source = forge();
    let cid = await source.raw(new Uint8Array());
    for (let level = 0; level < 40; level += 1) {
      cid = await source.node(unixfsData({ type: FILE, blockSizes: [0, 0] }), [{ cid }, { cid }]);
    }
    await expect(readFile(source, { cid, maxBytes: 100 })).rejects.toMatchObject({
      name: 'UnsupportedContentError',
      message: expect.stringContaining('it has empty parts') as string,
    });
  });

  test('refuses a chain of nodes that is deeper than any file', async () => {
    const source = forge();
    let cid = await source.raw(utf8('x'));
    for (let level = 0; level < 20; level += 1) {
      cid = await source.node(unixfsData({ type: FILE, blockSizes: [1] }), [{ cid }]);
    }
    await expect(readFile(source, { cid, maxBytes: 100 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      unit: 'levels',
    });
  });

  test('refuses a file made of more parts than allowed', async () => {
    const source = forge();
    const leaf = await source.raw(utf8('x'));
    const middle = await source.node(
      unixfsData({ type: FILE, blockSizes: Array.from({ length: 200 }, () => 1) }),
      Array.from({ length: 200 }, () => ({ cid: leaf })),
    );
    const cid = await source.node(
      unixfsData({ type: FILE, blockSizes: Array.from({ length: 100 }, () => 200) }),
      Array.from({ length: 100 }, () => ({ cid: middle })),
    );
    await expect(readFile(source, { cid, maxBytes: 1_000_000 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      unit: 'blocks',
    });
  });

  test.each([
    ['less', [5], utf8('four'), 'another size than announced'],
    ['more', [3], utf8('four'), 'another size than announced'],
  ])('refuses a part with %s bytes than announced', async (_, blockSizes, leaf, reason) => {
    const source = forge();
    const cid = await source.node(unixfsData({ type: FILE, blockSizes }), [{ cid: await source.raw(leaf) }]);
    await expect(readFile(source, { cid, maxBytes: 100 })).rejects.toMatchObject({
      name: 'UnsupportedContentError',
      message: expect.stringContaining(reason) as string,
    });
  });

  test('refuses a node that announces other parts than it has', async () => {
    const source = forge();
    const leaf = await source.raw(utf8('a'));
    const cid = await source.node(unixfsData({ type: FILE, blockSizes: [1] }), [
      { cid: leaf },
      { cid: leaf },
    ]);
    await expect(readFile(source, { cid, maxBytes: 100 })).rejects.toThrow(
      'it announces other parts than it has',
    );
  });

  test.each([
    ['a folder', () => unixfsData({ type: DIRECTORY }), 'it is a directory, not a file'],
    [
      'a symbolic link',
      () => unixfsData({ type: SYMLINK, data: utf8('/etc/passwd') }),
      'it is a symlink, not a file',
    ],
    ['dag-pb that is no UnixFS', () => utf8('not protobuf'), 'it is no UnixFS node'],
  ])('refuses %s', async (_, data, reason) => {
    const source = forge();
    const cid = await source.node(data());
    await expect(readFile(source, { cid, maxBytes: 100 })).rejects.toMatchObject({
      name: 'UnsupportedContentError',
      message: expect.stringContaining(reason) as string,
    });
  });

  test('passes an error of the source on unchanged', async () => {
    const source = forge();
    const missing = (await importFile(utf8('missing'))).root;
    await expect(readFile(source, { cid: missing, maxBytes: 100 })).rejects.toThrow(
      `no block ${missing.toString()}`,
    );
  });
});

describe('readDirectory', () => {
  test('refuses a file', async () => {
    const source = forge();
    await expect(readDirectory(source, await source.raw(utf8('x')))).rejects.toThrow(
      'it is a raw, not a folder',
    );
  });

  test.each(['..', '.', 'a/b', ''])('refuses the name %j', async (name) => {
    const source = forge();
    const cid = await source.node(unixfsData({ type: DIRECTORY }), [
      { name, cid: await source.raw(utf8('x')) },
    ]);
    await expect(readDirectory(source, cid)).rejects.toMatchObject({ name: 'UnsupportedContentError' });
  });

  test('refuses a sharded folder that contains itself for ever', async () => {
    const source = forge();
    // A real cycle cannot be hashed; a deep chain of shards can.
    let cid = await source.node(unixfsData({ type: HAMT_SHARD }));
    for (let level = 0; level < 20; level += 1) {
      cid = await source.node(unixfsData({ type: HAMT_SHARD }), [{ name: 'FF', cid }]);
    }
    await expect(readDirectory(source, cid)).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      unit: 'levels',
    });
  });

  test('lists what another implementation of UnixFS lists', async () => {
    const files = ['task.json', 'evaluation.js', 'data/a'].map((path) => ({ path, content: utf8(path) }));
    const { root, blocks } = await importDirectory(files);
    const held = new Map(blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
    const get = async function* (cid: CID) {
      yield held.get(cid.toString()) ?? new Uint8Array();
    };
    const reference = await exporter(root, { get });
    if (reference.type !== 'directory') throw new Error('unreachable');
    const expected: string[] = [];
    for await (const { name, cid } of reference.entries()) expected.push(`${name} ${cid.toString()}`);
    const entries = await readDirectory(
      { getBlock: async (cid) => held.get(cid.toString()) ?? new Uint8Array() },
      root,
    );
    expect(entries.map(({ name, cid }) => `${name} ${cid.toString()}`)).toEqual(expected.sort());
  });
});
