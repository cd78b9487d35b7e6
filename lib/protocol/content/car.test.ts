import { CarReader } from '@ipld/car/reader';
import { createWriter, headerLength } from '@ipld/car/buffer-writer';
import fc from 'fast-check';
import { varint } from 'multiformats';
import { CID } from 'multiformats/cid';
import { identity } from 'multiformats/hashes/identity';
import { sha256 } from 'multiformats/hashes/sha2';
import { describe, expect, test } from 'vitest';
import type { Block } from './block.ts';
import type { ByteSource } from './byte-source.ts';
import { decodeCar, encodeCar, packCar } from './car.ts';
import { verifyDag, walkDag } from './dag.ts';
import { RAW_CODEC } from './pointer.ts';
import { importDirectory, importFile } from './unixfs.ts';
import { BaseError } from '../errors/base.ts';

const MIB = 1024 * 1024;
const utf8 = (text: string) => new TextEncoder().encode(text);
const concat = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));
const lengthPrefix = (length: number) =>
  varint.encodeTo(length, new Uint8Array(varint.encodingLength(length)));

const patterned = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 20) * 17) & 255);
const file = await importFile(patterned(2 * MIB + 77));
const car = packCar(file);
const header = car.subarray(0, 59);

async function all(source: ByteSource): Promise<Block[]> {
  const blocks: Block[] = [];
  for await (const { cid, bytes } of decodeCar(source)) blocks.push({ cid, bytes: bytes.slice() });
  return blocks;
}

async function verified(blocks: readonly Block[], root: CID, maxBytes = 10 * MIB): Promise<Block[]> {
  const passed: Block[] = [];
  for await (const block of verifyDag(blocks, { root, maxBytes })) passed.push(block);
  return passed;
}

describe('encodeCar', () => {
  test('writes what another implementation reads', async () => {
    const reader = await CarReader.fromBytes(car);
    expect((await reader.getRoots()).map(String)).toEqual([file.root.toString()]);
    const read: string[] = [];
    for await (const { cid, bytes } of reader.blocks()) read.push(`${cid.toString()} ${bytes.length}`);
    expect(read).toEqual(file.blocks.map(({ cid, bytes }) => `${cid.toString()} ${bytes.length}`));
  });

  test('streams the same bytes that packCar has at once', async () => {
    const parts: Uint8Array[] = [];
    for await (const part of encodeCar(file.root, file.blocks)) parts.push(part);
    expect(new Uint8Array(await new Blob(parts.map((part) => part.slice())).arrayBuffer())).toEqual(car);
  });
});

describe('decodeCar', () => {
  test.each([1 + MIB, 65_536, 997])(
    'reads blocks whatever the pieces are in which they come (%i bytes)',
    async (size) => {
      function* pieces() {
        for (let offset = 0; offset < car.length; offset += size) yield car.subarray(offset, offset + size);
      }
      expect(await all(pieces())).toEqual(file.blocks);
    },
  );

  test('reads a CAR byte by byte', async () => {
    const small = await importFile(utf8('byte by byte'));
    const bytes = packCar(small);
    expect(await all(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(small.blocks);
  });

  test('an empty block is a block', async () => {
    const empty = await importFile(new Uint8Array());
    expect(await all(packCar(empty))).toEqual(empty.blocks);
  });

  test.each([
    ['no bytes at all', new Uint8Array(), 'MalformedCarError'],
    ['text', utf8('<!doctype html><title>hello</title> and some more text to read'), 'MalformedCarError'],
    ['a header of length zero', Uint8Array.of(0), 'MalformedCarError'],
    ['a header that announces a gigabyte', concat(lengthPrefix(1 << 30), utf8('x')), 'MalformedCarError'],
    ['a length that never ends', new Uint8Array(64).fill(0xff), 'MalformedCarError'],
    [
      'a header that is no CBOR',
      concat(lengthPrefix(3), Uint8Array.of(0xff, 0xff, 0xff)),
      'MalformedCarError',
    ],
    [
      'a header of nested lists',
      concat(lengthPrefix(1000), new Uint8Array(1000).fill(0x81)),
      'MalformedCarError',
    ],
    ['a cut header', header.subarray(0, 20), 'TruncatedCarError'],
    [
      'a CAR of version 2',
      Uint8Array.from([0x0a, 0xa1, 0x67, ...utf8('version'), 0x02, ...new Uint8Array(64)]),
      'MalformedCarError',
    ],
    ['a section of length zero', concat(header, Uint8Array.of(0)), 'MalformedCarError'],
    ['a section shorter than its CID', concat(header, lengthPrefix(3), file.root.bytes), 'MalformedCarError'],
    [
      'a section that announces a gigabyte',
      concat(header, lengthPrefix(1 << 30), file.root.bytes, utf8('x')),
      'MalformedCarError',
    ],
    [
      'a CID with a digest of a gigabyte',
      concat(header, lengthPrefix(200), Uint8Array.of(1, RAW_CODEC, 0x12), lengthPrefix(1 << 30)),
      'MalformedCarError',
    ],
    ['a CAR cut inside a block', car.subarray(0, car.length - 1), 'TruncatedCarError'],
    [
      'a CAR cut inside a CID',
      concat(header, lengthPrefix(50), file.root.bytes.subarray(0, 10)),
      'TruncatedCarError',
    ],
  ])('refuses %s', async (_, bytes, name) => {
    await expect(all(bytes)).rejects.toMatchObject({ name });
  });

  test('never holds more than it is about to hand out, however much is announced', async () => {
    let pulled = 0;
    function* endless() {
      yield concat(header, lengthPrefix(1 << 30), file.root.bytes);
      for (;;) {
        pulled += 1;
        yield new Uint8Array(65_536);
      }
    }
    await expect(all(endless())).rejects.toMatchObject({ name: 'MalformedCarError' });
    expect(pulled).toBeLessThanOrEqual(2);
  });

  test('passes an error of the source on unchanged and closes the source', async () => {
    const reset = new Error('connection reset');
    let closed = false;
    async function* broken() {
      try {
        yield car.subarray(0, 1000);
        throw reset;
      } finally {
        closed = true;
      }
    }
    await expect(all(broken())).rejects.toBe(reset);
    expect(closed).toBe(true);
  });

  test('cancels the stream when the reader loses interest', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(car.slice(0, 200_000)),
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(all(stream)).rejects.toMatchObject({ name: 'MalformedCarError' });
    expect(cancelled).toBe(true);
  });
});

describe('verifyDag', () => {
  const [root, leafA, leafB, leafC] = file.blocks;
  if (!root || !leafA || !leafB || !leafC) throw new Error('unreachable');

  test('passes exactly the blocks of the root on', async () => {
    expect(await verified(file.blocks, file.root)).toEqual(file.blocks);
    expect(await verified([root, leafC, leafB, leafA], file.root)).toHaveLength(4);
  });

  test('drops repeated blocks, but not without end', async () => {
    expect(await verified([root, leafA, leafA, leafB, leafC, root], file.root)).toHaveLength(4);
    const empty = await importFile(new Uint8Array());
    await expect(verified(Array(1000).fill(empty.blocks[0]), empty.root, 500)).rejects.toMatchObject({
      name: 'RepeatedBlocksError',
    });
  });

  test('refuses a block whose bytes do not match its hash', async () => {
    const forged = { cid: leafA.cid, bytes: leafA.bytes.with(5, 99) };
    await expect(verified([root, forged, leafB, leafC], file.root)).rejects.toMatchObject({
      name: 'BlockHashMismatchError',
      cid: leafA.cid,
    });
  });

  test('refuses a block that belongs to something else, even a correct one', async () => {
    const stranger = await importFile(utf8('stranger'));
    await expect(verified([root, ...stranger.blocks], file.root)).rejects.toMatchObject({
      name: 'ForeignBlockError',
    });
    await expect(verified([...file.blocks, ...stranger.blocks], file.root)).rejects.toMatchObject({
      name: 'ForeignBlockError',
    });
  });

  test('refuses another root, and a parent after its children', async () => {
    await expect(verified(file.blocks, leafA.cid)).rejects.toMatchObject({ name: 'ForeignBlockError' });
    await expect(verified([leafA, root], file.root)).rejects.toMatchObject({ name: 'ForeignBlockError' });
  });

  test('refuses to end before every block has come', async () => {
    await expect(verified([], file.root)).rejects.toMatchObject({ name: 'IncompleteDagError' });
    await expect(verified([root, leafA], file.root)).rejects.toMatchObject({
      name: 'IncompleteDagError',
      missing: [leafB.cid, leafC.cid],
    });
  });

  test('refuses more bytes than allowed, at the first block that is too much', async () => {
    const limit = root.bytes.length + MIB;
    const passed: Block[] = [];
    const run = async () => {
      for await (const block of verifyDag(file.blocks, { root: file.root, maxBytes: limit }))
        passed.push(block);
    };
    await expect(run()).rejects.toMatchObject({ name: 'ContentTooLargeError', limit, unit: 'bytes' });
    expect(passed).toHaveLength(2);
  });

  test('refuses more blocks than allowed as soon as they are announced', async () => {
    const folder = await importDirectory(
      Array.from({ length: 20 }, (_, index) => ({ path: `${index}`, content: utf8(`${index}`) })),
    );
    const run = async () => {
      const passed: Block[] = [];
      for await (const block of verifyDag(folder.blocks, {
        root: folder.root,
        maxBytes: MIB,
        maxBlocks: 20,
      })) {
        passed.push(block);
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'ContentTooLargeError', limit: 20, unit: 'blocks' });
  });

  test('refuses identity CIDs and other codecs and hashes, as root and as link', async () => {
    const bytes = utf8('inline');
    const inline = CID.createV1(RAW_CODEC, identity.digest(bytes));
    const cbor = CID.createV1(0x71, await sha256.digest(bytes));
    for (const cid of [inline, cbor]) {
      await expect(verified([{ cid, bytes }], cid)).rejects.toMatchObject({ name: 'UnsupportedCidError' });
      const dagPb = await import('@ipld/dag-pb');
      const parent = dagPb.encode(dagPb.prepare({ Links: [{ Hash: cid, Tsize: 0, Name: '' }] }));
      const parentCid = CID.createV1(0x70, await sha256.digest(parent));
      await expect(verified([{ cid: parentCid, bytes: parent }], parentCid)).rejects.toMatchObject({
        name: 'UnsupportedContentError',
      });
    }
  });

  test('refuses a right hash over bytes that are no dag-pb', async () => {
    const bytes = utf8('no protobuf at all');
    const cid = CID.createV1(0x70, await sha256.digest(bytes));
    await expect(verified([{ cid, bytes }], cid)).rejects.toMatchObject({ name: 'UnsupportedContentError' });
  });
});

test('walkDag visits depth first, parents before children, each block once', async () => {
  const folder = await importDirectory([
    { path: 'a', content: utf8('same') },
    { path: 'b', content: patterned(MIB + 5) },
    { path: 'c', content: utf8('same') },
  ]);
  const held = new Map(folder.blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
  const visited: string[] = [];
  for await (const { cid } of walkDag(
    { getBlock: async (cid) => held.get(cid.toString()) ?? new Uint8Array() },
    folder.root,
  )) {
    visited.push(cid.toString());
  }
  expect(visited).toEqual(folder.blocks.map(({ cid }) => cid.toString()));
  expect(visited).toHaveLength(5);
});

test('a header with several roots is read; what it claims is ignored', async () => {
  const roots = Array.from({ length: 3 }, () => file.root);
  const bytes = createWriter(new ArrayBuffer(headerLength({ roots })), { roots }).close();
  expect(await all([bytes, car.subarray(59)])).toEqual(file.blocks);
});

test('whatever a CAR is turned into, only right bytes come out and only typed errors', async () => {
  const small = await importDirectory([
    { path: 'a', content: utf8('first') },
    { path: 'b/c', content: utf8('second') },
  ]);
  const bytes = packCar(small);
  const change = fc.record({
    kind: fc.constantFrom('replace', 'insert', 'remove', 'truncate'),
    at: fc.nat(bytes.length - 1),
    value: fc.nat(255),
  });
  const mutate = (changes: readonly { kind: string; at: number; value: number }[]) =>
    changes.reduce((car, { kind, at, value }) => {
      const rest = car.subarray(kind === 'replace' || kind === 'remove' ? at + 1 : at);
      if (kind === 'truncate') return car.subarray(0, at);
      return concat(car.subarray(0, at), kind === 'remove' ? new Uint8Array() : Uint8Array.of(value), rest);
    }, bytes as Uint8Array);
  const expected = small.blocks.map(({ cid, bytes }) => `${cid.toString()} ${bytes.join()}`).sort();
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const passed: string[] = [];
      try {
        const blocks = decodeCar(mutate(changes));
        for await (const { cid, bytes } of verifyDag(blocks, { root: small.root, maxBytes: MIB })) {
          passed.push(`${cid.toString()} ${bytes.join()}`);
        }
        expect(passed.sort()).toEqual(expected);
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError);
        expect(passed.every((block) => expected.includes(block))).toBe(true);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});
