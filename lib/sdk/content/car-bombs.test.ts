import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { varint } from 'multiformats';
import type { CID } from 'multiformats/cid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Block } from '#protocol/content/block.ts';
import { CAR_MEDIA_TYPE, packCar } from '#protocol/content/car.ts';
import { toPointer } from '#protocol/content/pointer.ts';
import { importFile } from '#protocol/content/unixfs.ts';
import { DIRECTORY, FILE, forge, unixfsData } from '../../../test/fixtures/forged-content.ts';
import { fetchContent } from './fetch-content.ts';

const MIB = 1024 ** 2;
/** What a task allows; every bomb is more, or claims to be. */
const MAX_BYTES = MIB;
/** What a sender may get rid of before it is cut off: the content, and what lies in buffers on the way. */
const MAX_SENT_BYTES = 16 * MIB;

type Bomb = { root: CID; body: () => Iterable<Uint8Array> };

const lengthPrefix = (length: number) =>
  varint.encodeTo(length, new Uint8Array(varint.encodingLength(length)));
const headerOf = (root: CID) => packCar({ root, blocks: [] });
const section = (root: CID, block: Block) =>
  packCar({ root, blocks: [block] }).subarray(headerOf(root).length);

function* forever(start: Uint8Array, again: Uint8Array) {
  yield start;
  for (;;) yield again;
}

const good = await importFile(new Uint8Array(300_000).fill(7));
const [first] = good.blocks;
if (!first) throw new Error('there is no block');
const { root } = good;

/** A content of blocks that all fit their hashes, sent as it is. */
async function forged(make: (source: ReturnType<typeof forge>) => Promise<CID>): Promise<Bomb> {
  const source = forge();
  const cid = await make(source);
  // Parents come first; they were made last.
  return { root: cid, body: () => [packCar({ root: cid, blocks: source.blocks().reverse() })] };
}

const BOMBS: readonly { name: string; bomb: () => Promise<Bomb> | Bomb; error: string }[] = [
  {
    name: 'a header that announces a gigabyte',
    bomb: () => ({ root, body: () => forever(lengthPrefix(1 << 30), new Uint8Array(65_536)) }),
    error: 'ContentUnavailableError',
  },
  {
    name: 'a block that announces a gigabyte',
    bomb: () => ({
      root,
      body: () =>
        forever(
          Uint8Array.from([...headerOf(root), ...lengthPrefix(1 << 30), ...root.bytes]),
          new Uint8Array(65_536),
        ),
    }),
    error: 'ContentUnavailableError',
  },
  {
    name: 'a length without end',
    bomb: () => ({ root, body: () => forever(headerOf(root), new Uint8Array(65_536).fill(0xff)) }),
    error: 'ContentUnavailableError',
  },
  {
    name: 'the same block for ever',
    bomb: () => ({ root, body: () => forever(headerOf(root), section(root, first)) }),
    error: 'ContentUnavailableError',
  },
  {
    name: 'empty blocks for ever',
    bomb: async () => {
      const empty = await importFile(new Uint8Array());
      const [block] = empty.blocks;
      if (!block) throw new Error('an empty file is a block');
      const piece = section(empty.root, block);
      return { root: empty.root, body: () => forever(headerOf(empty.root), piece) };
    },
    error: 'ContentUnavailableError',
  },
  {
    name: 'blocks that belong to something else, for ever',
    bomb: async () => {
      const other = await importFile(new Uint8Array(100_000).fill(9));
      const [block] = other.blocks;
      if (!block) throw new Error('there is no block');
      return { root, body: () => forever(headerOf(root), section(root, block)) };
    },
    error: 'ContentUnavailableError',
  },
  {
    name: 'a file of half a mebibyte a thousand times',
    bomb: () =>
      forged(async (source) => {
        const leaf = await source.raw(new Uint8Array(MIB / 2));
        const links = Array.from({ length: 1_000 }, () => ({ cid: leaf }));
        return source.node(unixfsData({ type: FILE, blockSizes: links.map(() => MIB / 2) }), links);
      }),
    error: 'ContentTooLargeError',
  },
  {
    name: 'a file whose repeated parts are larger than it says',
    bomb: () =>
      forged(async (source) => {
        const leaf = await source.raw(new Uint8Array(MIB / 2));
        const links = Array.from({ length: 1_000 }, () => ({ cid: leaf }));
        return source.node(unixfsData({ type: FILE, blockSizes: links.map(() => 1) }), links);
      }),
    error: 'UnsupportedContentError',
  },
  {
    name: 'a file forty nodes deep that doubles at each of them',
    bomb: () =>
      forged(async (source) => {
        let cid = await source.raw(Uint8Array.of(1));
        for (let level = 0; level < 40; level += 1) {
          cid = await source.node(unixfsData({ type: FILE, blockSizes: [1, 1] }), [{ cid }, { cid }]);
        }
        return cid;
      }),
    error: 'UnsupportedContentError',
  },
  {
    name: 'folders in folders, twice at each of forty levels',
    bomb: () =>
      forged(async (source) => {
        let cid = await source.raw(Uint8Array.of(1));
        for (let level = 0; level < 40; level += 1) {
          cid = await source.node(unixfsData({ type: DIRECTORY }), [
            { name: 'a', cid },
            { name: 'b', cid },
          ]);
        }
        return cid;
      }),
    error: 'ContentTooLargeError',
  },
  {
    name: 'a node that links to twenty thousand others',
    bomb: () =>
      forged(async (source) => {
        const leaves: { cid: CID }[] = [];
        for (let index = 0; index < 20_000; index += 1) {
          leaves.push({ cid: await source.raw(Uint8Array.of(index & 255, index >> 8)) });
        }
        return source.node(unixfsData({ type: FILE, blockSizes: leaves.map(() => 2) }), leaves);
      }),
    error: 'ContentTooLargeError',
  },
];

let server: Server;
let gateway: string;
let current: Bomb;
let sentBytes: number;
beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': CAR_MEDIA_TYPE });
    const counted = function* () {
      for (const piece of current.body()) {
        sentBytes += piece.length;
        yield piece;
      }
    };
    // Whoever hangs up ends it.
    pipeline(Readable.from(counted(), { objectMode: false }), response, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  gateway = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetchBomb = (bomb: Bomb) => {
  current = bomb;
  sentBytes = 0;
  return fetchContent({ pointer: toPointer(bomb.root), gateways: [gateway], maxBytes: MAX_BYTES });
};

test.each(BOMBS)(
  '$name ends as $error, is cut off soon, and the next content comes',
  async ({ bomb, error }) => {
    await expect(fetchBomb(await bomb())).rejects.toMatchObject({ name: error });
    expect(sentBytes).toBeLessThan(MAX_SENT_BYTES);
    const next = await fetchBomb({ root, body: () => [packCar(good)] });
    expect(next.kind === 'file' && next.bytes.length).toBe(300_000);
  },
);
