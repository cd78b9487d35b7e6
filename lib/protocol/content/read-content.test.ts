import * as dagPb from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { describe, expect, test } from 'vitest';
import type { Block } from './block.ts';
import { ContentTooLargeError } from './errors.ts';
import { DAG_PB_CODEC } from './pointer.ts';
import { readContent } from './read-content.ts';
import { importDirectory, importFile } from './unixfs.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function sourceOf(blocks: readonly Block[]) {
  const held = new Map(blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
  return {
    async getBlock(cid: CID) {
      const bytes = held.get(cid.toString());
      if (bytes === undefined) throw new Error(`no block ${cid.toString()}`);
      return bytes;
    },
  };
}

/** The protobuf of a UnixFS folder: its type and nothing else. */
const FOLDER = Uint8Array.of(0x08, 0x01);

/** A folder of links, as no importer would make them. */
async function forgeFolder(links: readonly { name: string; cid: CID }[]): Promise<Block> {
  const bytes = dagPb.encode(
    dagPb.prepare({
      Data: FOLDER,
      Links: links.map(({ name, cid }) => ({ Name: name, Hash: cid, Tsize: 0 })),
    }),
  );
  return { cid: CID.createV1(DAG_PB_CODEC, await sha256.digest(bytes)), bytes };
}

describe('readContent', () => {
  test('default: a folder is its files with their paths, sorted, folders within it included', async () => {
    const { root, blocks } = await importDirectory(
      ['b', 'data/z/y.bin', 'data/a.bin'].map((path) => ({ path, content: utf8(path) })),
    );
    const content = await readContent(sourceOf(blocks), { root, maxBytes: 100 });
    expect(content).toEqual({
      kind: 'folder',
      files: ['b', 'data/a.bin', 'data/z/y.bin'].map((path) => ({ path, content: utf8(path) })),
    });
  });

  test('default: a file is its bytes', async () => {
    const { root, blocks } = await importFile(utf8('x'));
    expect(await readContent(sourceOf(blocks), { root, maxBytes: 1 })).toEqual({
      kind: 'file',
      bytes: utf8('x'),
    });
  });

  test('error: the files together have more bytes than allowed', async () => {
    const { root, blocks } = await importDirectory(
      ['a', 'b'].map((path) => ({ path, content: utf8('1234') })),
    );
    await expect(readContent(sourceOf(blocks), { root, maxBytes: 7 })).rejects.toThrow(ContentTooLargeError);
    expect(await readContent(sourceOf(blocks), { root, maxBytes: 8 })).toMatchObject({ kind: 'folder' });
  });

  test('error: twenty small blocks that would be a million folders end at the limit of entries', async () => {
    const blocks = [await forgeFolder([])];
    for (let level = 0; level < 16; level += 1) {
      const below = blocks.at(-1);
      if (below === undefined) throw new RangeError('unreachable');
      blocks.push(await forgeFolder(['a', 'b', 'c', 'd'].map((name) => ({ name, cid: below.cid }))));
    }
    const root = blocks.at(-1)?.cid;
    if (root === undefined) throw new RangeError('unreachable');
    await expect(readContent(sourceOf(blocks), { root, maxBytes: 100 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      unit: 'files',
    });
  });

  test('error: folders within folders end at the limit of levels', async () => {
    const blocks = [await forgeFolder([])];
    for (let level = 0; level < 40; level += 1) {
      const below = blocks.at(-1);
      if (below) blocks.push(await forgeFolder([{ name: 'a', cid: below.cid }]));
    }
    const root = blocks.at(-1)?.cid;
    if (root === undefined) throw new RangeError('unreachable');
    await expect(readContent(sourceOf(blocks), { root, maxBytes: 100 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      unit: 'levels',
    });
  });
});
