import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as dagPb from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { afterEach, describe, expect, test } from 'vitest';
import type { Block } from './block.ts';
import { packCar } from './car.ts';
import { fetchFromGateways } from './gateways.ts';
import { importFile } from './unixfs.ts';

const MIB = 1024 * 1024;
const CAR = { 'content-type': 'application/vnd.ipld.car; version=1' };
const content = await importFile(
  Uint8Array.from({ length: 2 * MIB + 5 }, (_, index) => (index + (index >> 20)) & 255),
);
const stranger = await importFile(new TextEncoder().encode('stranger'));
const car = packCar(content);

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A real HTTP server on a free port that answers as told. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const good: RequestListener = (_, response) => response.writeHead(200, CAR).end(car);
const answer =
  (status: number, headers: Record<string, string>, body: Uint8Array | string = ''): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);
const carOf = (blocks: readonly Block[]) => answer(200, CAR, packCar({ root: content.root, blocks }));

async function collect(blocks: AsyncIterable<Block>): Promise<number> {
  let count = 0;
  for await (const block of blocks) count += block.bytes.length > 0 ? 1 : 0;
  return count;
}

type Overrides = Partial<Parameters<typeof fetchFromGateways<number>>[0]>;
const fetchContent = (gateways: string[], overrides: Overrides = {}) =>
  fetchFromGateways({
    gateways,
    root: content.root,
    maxBytes: content.sizeBytes,
    receive: collect,
    ...overrides,
  });

const [root, leafA, ...leaves] = content.blocks;
if (root === undefined || leafA === undefined) throw new Error('unreachable');

test('asks for a CAR and passes its verified blocks on', async () => {
  const asked: unknown[] = [];
  const gateway = await serve((request, response) => {
    asked.push([request.method, request.url, request.headers.accept]);
    response.writeHead(200, CAR).end(car);
  });
  expect(await fetchContent([`${gateway}/base/path`])).toEqual({
    value: 4,
    gateway: `${gateway}/base/path`,
    failures: [],
  });
  expect(asked).toEqual([
    [
      'GET',
      `/base/path/ipfs/${content.root.toString()}?format=car&dag-scope=all`,
      'application/vnd.ipld.car; version=1; order=dfs; dups=n',
    ],
  ]);
});

describe('goes on to the next gateway when one', () => {
  test.each<[string, RequestListener, string, string]>([
    ['does not hold the content', answer(404, {}), 'not-held', 'it answered 404'],
    ['has an error', answer(500, {}), 'unreachable', 'it answered 500'],
    ['is asked too often', answer(429, {}), 'unreachable', 'it answered 429'],
    ['does not serve CARs', answer(406, {}), 'misbehaved', 'it answered 406'],
    [
      'serves web pages',
      answer(200, { 'content-type': 'text/html' }, '<p>'),
      'misbehaved',
      'instead of a CAR',
    ],
    ['leads elsewhere', answer(302, { location: 'http://169.254.169.254/' }), 'unreachable', 'redirect'],
    ['sends an empty body', answer(200, CAR), 'misbehaved', 'This is not a CAR'],
    [
      'sends changed bytes',
      carOf([root, { cid: leafA.cid, bytes: leafA.bytes.with(3, 1) }, ...leaves]),
      'misbehaved',
      'do not match its hash',
    ],
    ['leaves blocks out', carOf([root, leafA]), 'misbehaved', 'are not complete'],
    ['sends other content', carOf(stranger.blocks), 'misbehaved', 'does not belong to'],
    [
      'sends one block after the other for ever',
      (_, response) => {
        response.writeHead(200, CAR).write(packCar({ root: content.root, blocks: [root, leafA] }));
        const again = packCar({ root: content.root, blocks: [leafA] }).subarray(59);
        const more = (): void => void (response.writable && response.write(again, more));
        more();
      },
      'misbehaved',
      'repeats blocks',
    ],
    [
      'ends in the middle of a block',
      answer(200, CAR, car.subarray(0, car.length - 9)),
      'misbehaved',
      'The CAR ends',
    ],
    [
      'breaks the connection',
      (_, response) => {
        response.writeHead(200, { ...CAR, 'content-length': car.length });
        response.write(car.subarray(0, 1000), () => response.destroy());
      },
      'unreachable',
      'terminated',
    ],
  ])('%s', async (_, listener, outcome, reason) => {
    const gateways = [await serve(listener), await serve(good)];
    expect(await fetchContent(gateways)).toMatchObject({
      value: 4,
      gateway: gateways[1],
      failures: [{ gateway: gateways[0], outcome, reason: expect.stringContaining(reason) as string }],
    });
  });

  test('cannot be connected to, or has no usable address', async () => {
    const closed = await serve(good);
    await stops.pop()?.();
    const gateways = [closed, 'file:///etc/passwd', 'not an address', await serve(good)];
    expect((await fetchContent(gateways)).failures.map(({ outcome }) => outcome)).toEqual([
      'unreachable',
      'misbehaved',
      'misbehaved',
    ]);
  });

  test('does not answer in time', async () => {
    const gateways = [await serve(() => undefined), await serve(good)];
    expect((await fetchContent(gateways, { responseTimeoutMs: 50 })).failures).toMatchObject([
      { outcome: 'unreachable', reason: 'it did not answer within 50 ms' },
    ]);
  });

  test('pauses in the middle', async () => {
    const pausing: RequestListener = (_, response) =>
      void response.writeHead(200, CAR).write(car.subarray(0, 1000));
    const gateways = [await serve(pausing), await serve(good)];
    expect((await fetchContent(gateways, { idleTimeoutMs: 50 })).failures).toMatchObject([
      { outcome: 'unreachable', reason: 'it paused for too long within 50 ms' },
    ]);
  });
});

describe('when no gateway delivers', () => {
  test('the content is unavailable if all of them answered', async () => {
    const gateways = [await serve(answer(404, {})), await serve(answer(410, {})), await serve(carOf([root]))];
    await expect(fetchContent(gateways)).rejects.toMatchObject({
      name: 'ContentUnavailableError',
      root: content.root,
      failures: [{ outcome: 'not-held' }, { outcome: 'not-held' }, { outcome: 'misbehaved' }],
    });
    await expect(fetchContent([])).rejects.toMatchObject({ name: 'ContentUnavailableError', failures: [] });
  });

  test('nothing is known if one of them could not be asked', async () => {
    const gateways = [await serve(answer(404, {})), await serve(answer(503, {}))];
    await expect(fetchContent(gateways)).rejects.toMatchObject({
      name: 'GatewaysUnreachableError',
      failures: [{ outcome: 'not-held' }, { outcome: 'unreachable' }],
      message: expect.stringContaining(`${gateways[1]}: unreachable, it answered 503`) as string,
    });
  });
});

describe('does not ask another gateway when', () => {
  async function never(): Promise<string> {
    return serve(() => {
      throw new Error('this gateway must not be asked');
    });
  }

  test('the verified content is too large', async () => {
    const gateways = [await serve(good), await never()];
    await expect(fetchContent(gateways, { maxBytes: content.sizeBytes - 1 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      limit: content.sizeBytes - 1,
    });
  });

  test('the verified content cannot be read by anyone', async () => {
    const bytes = dagPb.encode(
      dagPb.prepare({
        Links: [{ Name: '', Tsize: 0, Hash: CID.createV1(0x71, await sha256.digest(Uint8Array.of(1))) }],
      }),
    );
    const odd = CID.createV1(dagPb.code, await sha256.digest(bytes));
    const gateway = await serve(answer(200, CAR, packCar({ root: odd, blocks: [{ cid: odd, bytes }] })));
    await expect(fetchContent([gateway, await never()], { root: odd })).rejects.toMatchObject({
      name: 'UnsupportedContentError',
    });
  });

  test('the receiver fails: its error passes unchanged', async () => {
    const full = new Error('the disk is full');
    const receive = async () => {
      throw full;
    };
    await expect(fetchContent([await serve(good), await never()], { receive })).rejects.toBe(full);
  });

  test('the caller gives up, before, during the wait for an answer, and in the middle', async () => {
    const reason = new Error('shutting down');
    await expect(fetchContent([await never()], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    const controller = new AbortController();
    const silent = await serve(() => controller.abort(reason));
    await expect(fetchContent([silent, await never()], { signal: controller.signal })).rejects.toBe(reason);

    const later = new AbortController();
    const half = await serve(
      (_, response) => void response.writeHead(200, CAR).write(car.subarray(0, MIB + 5000)),
    );
    const receive = async (blocks: AsyncIterable<Block>) => {
      for await (const { cid } of blocks) if (cid.equals(root.cid)) later.abort(reason);
      return 0;
    };
    await expect(fetchContent([half, await never()], { signal: later.signal, receive })).rejects.toBe(reason);
  });
});
