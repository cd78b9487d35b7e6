import { createCipheriv, createHash } from 'node:crypto';
import * as dagPb from '@ipld/dag-pb';
import { importer } from 'ipfs-unixfs-importer';
import type { CID } from 'multiformats/cid';
import { describe, expect, test } from 'vitest';
import { readDirectory, readFile } from './read.ts';
import { CHUNK_BYTES, computeFileCid, importDirectory, importFile, unixfsProfile } from './unixfs.ts';

const MIB = 1024 * 1024;
const utf8 = (text: string) => new TextEncoder().encode(text);

/** The stream that the public vectors are made from: ChaCha20, key SHA-256 of the seed, zero nonce and counter. */
function* seededBytes(length: number, seed: string): Generator<Uint8Array> {
  const cipher = createCipheriv('chacha20', createHash('sha256').update(seed).digest(), new Uint8Array(16));
  const zeros = new Uint8Array(MIB);
  for (let left = length; left > 0; left -= MIB) yield cipher.update(zeros.subarray(0, Math.min(left, MIB)));
}

/** The file names of the public vectors for folders at the threshold of sharding. */
function vectorNames(lastNameLength: number): string[] {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz01234567890-_';
  const [bytes = new Uint8Array()] = seededBytes(MIB, 'hamt-unixfs-v1-2025');
  let offset = 0;
  return Array.from({ length: 4766 }, (_, index) => {
    const length = index === 4765 ? lastNameLength : 11;
    const name = Array.from(
      bytes.subarray(offset, offset + length),
      (byte) => alphabet[byte % alphabet.length],
    );
    offset += length;
    return name.join('');
  });
}

function sourceOf(blocks: readonly { cid: CID; bytes: Uint8Array }[]) {
  const held = new Map(blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
  return {
    async getBlock(cid: CID) {
      const bytes = held.get(cid.toString());
      if (bytes === undefined) throw new Error(`no block ${cid.toString()}`);
      return bytes;
    },
  };
}

// IPIP-499's profile unixfs-v1-2025, vectors of Kubo's test/cli/cid_profiles_test.go and add_test.go.
describe('public vectors of the profile unixfs-v1-2025', () => {
  test.each([
    ['a small file', [utf8('hello world')], 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'],
    [
      'a file of exactly one chunk',
      seededBytes(MIB, 'chunk-v1-seed'),
      'bafkreiacndfy443ter6qr2tmbbdhadvxxheowwf75s6zehscklu6ezxmta',
    ],
    [
      'a file one byte longer than a chunk',
      seededBytes(MIB + 1, 'chunk-v1-seed'),
      'bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64',
    ],
    [
      'a file with as many links as a node may have (1 GiB)',
      seededBytes(1024 * MIB, 'v1-2025-seed'),
      'bafybeihmf37wcuvtx4hpu7he5zl5qaf2ineo2lqlfrapokkm5zzw7zyhvm',
    ],
    [
      'a file one byte longer than that',
      seededBytes(1024 * MIB + 1, 'v1-2025-seed'),
      'bafybeibdsi225ugbkmpbdohnxioyab6jsqrmkts3twhpvfnzp77xtzpyhe',
    ],
    [
      'a file one chunk longer than that',
      seededBytes(1025 * MIB, 'v1-2025-seed'),
      'bafybeihmzokxxjqwxjcryerhp5ezpcog2wcawfryb2xm64xiakgm4a5jue',
    ],
  ])('%s', async (_, bytes, cid) => {
    expect((await computeFileCid(bytes)).toString()).toBe(cid);
  });

  test.each([
    [
      'a folder exactly at the threshold stays flat',
      21,
      'bafybeic3h7rwruealwxkacabdy45jivq2crwz6bufb5ljwupn36gicplx4',
    ],
    [
      'a folder one byte above it is sharded',
      22,
      'bafybeiegvuterwurhdtkikfhbxcldohmxp566vpjdofhzmnhv6o4freidu',
    ],
  ])('%s', async (_, lastNameLength, cid) => {
    const names = vectorNames(lastNameLength);
    const { root, blocks } = await importDirectory(names.map((path) => ({ path, content: utf8('x') })));
    expect(root.toString()).toBe(cid);
    const entries = await readDirectory(sourceOf(blocks), root);
    expect(entries.map(({ name }) => name)).toEqual([...names].sort());
    const fileCid = await computeFileCid(utf8('x'));
    expect(entries.every((entry) => entry.cid.equals(fileCid))).toBe(true);
  });
});

describe('the spelled-out profile', () => {
  test('is the one that the importer calls unixfs-v1-2025', async () => {
    const content = [...seededBytes(3 * MIB + 5, 'any')];
    const { root } = await importFile(content);
    const discard = { put: (cid: CID) => cid };
    let named: CID | undefined;
    for await (const entry of importer([{ content }], discard, {
      profile: 'unixfs-v1-2025',
    })) {
      named = entry.cid;
    }
    expect(root.toString()).toBe(named?.toString());
  });

  test('names every option that changes a CID', () => {
    expect(Object.keys(unixfsProfile()).sort()).toEqual([
      'blockWriteConcurrency',
      'chunker',
      'cidVersion',
      'fieldOrder',
      'fileImportConcurrency',
      'layout',
      'rawLeaves',
      'reduceSingleLeafToSelf',
      'shardFanoutBits',
      'shardSplitStrategy',
      'shardSplitThresholdBytes',
      'wrapWithDirectory',
    ]);
  });
});

describe('importFile', () => {
  test('gives the same CID however the bytes arrive', async () => {
    const bytes = new Uint8Array(CHUNK_BYTES + 100).fill(7);
    const whole = await importFile(bytes);
    const pieces = await importFile([
      bytes.subarray(0, 13),
      bytes.subarray(13, 700_001),
      bytes.subarray(700_001),
    ]);
    const stream = await importFile(new Blob([bytes]).stream());
    expect(pieces.root.toString()).toBe(whole.root.toString());
    expect(stream.root.toString()).toBe(whole.root.toString());
  });

  test('lists the blocks from the root down, each once, with their size', async () => {
    const { root, blocks, sizeBytes } = await importFile(new Uint8Array(3 * CHUNK_BYTES));
    expect(blocks.map(({ bytes }) => bytes.length)).toEqual([blocks[0]?.bytes.length, CHUNK_BYTES]);
    expect(blocks[0]?.cid.toString()).toBe(root.toString());
    expect(sizeBytes).toBe(blocks.reduce((sum, { bytes }) => sum + bytes.length, 0));
  });

  test('an empty file is one empty block', async () => {
    const { root, blocks } = await importFile(new Uint8Array(0));
    expect(root.toString()).toBe('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku');
    expect(blocks.map(({ bytes }) => bytes.length)).toEqual([0]);
  });

  test('passes an error of the source on', async () => {
    async function* broken() {
      yield utf8('first');
      throw new Error('the disk is gone');
    }
    await expect(importFile(broken())).rejects.toThrow('the disk is gone');
  });
});

describe('importDirectory', () => {
  test('reads back what was put in, in sub-folders too', async () => {
    const { root, blocks } = await importDirectory([
      { path: 'task.json', content: utf8('{}') },
      { path: 'data/digits.bin', content: new Uint8Array(CHUNK_BYTES + 1).fill(3) },
    ]);
    const source = sourceOf(blocks);
    const entries = await readDirectory(source, root);
    expect(entries.map(({ name }) => name)).toEqual(['data', 'task.json']);
    const [data, task] = entries;
    if (data === undefined || task === undefined) throw new Error('unreachable');
    expect(await readFile(source, { cid: task.cid, maxBytes: 2 })).toEqual(utf8('{}'));
    const [digits] = await readDirectory(source, data.cid);
    if (digits === undefined) throw new Error('unreachable');
    expect(await readFile(source, { cid: digits.cid, maxBytes: 2 * CHUNK_BYTES })).toEqual(
      new Uint8Array(CHUNK_BYTES + 1).fill(3),
    );
  });

  test('a folder with one file is still a folder, and its order of files does not matter', async () => {
    const one = await importDirectory([{ path: 'a', content: utf8('1') }]);
    expect((await readDirectory(sourceOf(one.blocks), one.root)).map(({ name }) => name)).toEqual(['a']);
    const files = ['c', 'a', 'b/x', 'b/a'].map((path) => ({ path, content: utf8(path) }));
    const forwards = await importDirectory(files);
    const backwards = await importDirectory([...files].reverse());
    expect(backwards.root.toString()).toBe(forwards.root.toString());
  });

  test('no files make the well-known empty folder', async () => {
    const { root } = await importDirectory([]);
    expect(root.toString()).toBe('bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354');
  });

  test.each([
    [['/etc/passwd'], 'it has an empty part'],
    [['../up'], 'it has a part that is . or ..'],
    [['a/./b'], 'it has a part that is . or ..'],
    [['a\\b'], 'it has a backslash or a control character'],
    [['a\u0000b'], 'it has a backslash or a control character'],
    [[''], 'it has an empty part'],
    [['ä'.repeat(128)], 'a part of it is longer than 255 bytes'],
    [['a', 'a'], 'another file has the same path'],
    [['a', 'a/b'], 'it is a file and a folder at once'],
  ])('refuses the paths %j', async (paths, reason) => {
    await expect(importDirectory(paths.map((path) => ({ path, content: utf8('x') })))).rejects.toMatchObject({
      name: 'InvalidFilePathError',
      message: expect.stringContaining(reason) as string,
    });
  });
});

test('the profile writes dag-pb that decodes to 1024 links a node at most', async () => {
  const { blocks } = await importFile(new Uint8Array(2 * CHUNK_BYTES + 1));
  const [root] = blocks;
  if (root === undefined) throw new Error('unreachable');
  expect(dagPb.decode(root.bytes).Links.length).toBe(3);
});
