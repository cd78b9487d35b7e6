import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { CarReader } from '@ipld/car/reader';
import type { CID } from 'multiformats/cid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packCar } from '#protocol/content/car.ts';
import { readFile } from '#protocol/content/read.ts';
import { type ImportedContent, importDirectory, importFile } from '#protocol/content/unixfs.ts';
import type { ContentStore } from '#storage/content-store.ts';
import { openDiskStore } from '#storage/disk/open-disk-store.ts';
import { fetchContent } from '#storage/fetch-content.ts';
import { createGateway } from './create-gateway.ts';

const MIB = 1024 * 1024;
const utf8 = (text: string) => new TextEncoder().encode(text);
const patterned = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 20) * 17) & 255);

const parametersBytes = patterned(3 * MIB + 77);
const parameters = await importFile(parametersBytes);
const bundle = await importDirectory([
  { path: 'architecture.json', content: utf8('{"layers":[]}') },
  { path: 'parameters.safetensors', content: parametersBytes },
]);
const absent = await importFile(utf8('nobody has this'));

type Operator = {
  directory: string;
  contentStore: ContentStore;
  url: string;
  errors: unknown[];
  stop: () => Promise<void>;
};
const operators: Operator[] = [];

async function startOperator(): Promise<Operator> {
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  const contentStore = await openDiskStore({ directory });
  const errors: unknown[] = [];
  const app = createGateway({ contentStore, onError: (error) => errors.push(error) });
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
  await once(server, 'listening');
  const operator = {
    directory,
    contentStore,
    errors,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await contentStore.close();
      await rm(directory, { recursive: true });
    },
  };
  operators.push(operator);
  return operator;
}

const hold = ({ contentStore }: Operator, content: ImportedContent) =>
  contentStore.put({ root: content.root, blocks: content.blocks, maxBytes: content.sizeBytes, pin: 'test' });

async function damage({ directory }: Operator, cid: CID): Promise<void> {
  await writeFile(join(directory, 'blocks', cid.toString().slice(-3, -1), cid.toString()), 'damaged');
}

let alice: Operator;
beforeEach(async () => {
  alice = await startOperator();
});
afterEach(async () => {
  for (const operator of operators.splice(0)) await operator.stop();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${alice.url}${path}`, { method, headers });

describe('format=car', () => {
  test('streams the whole content, depth first, as a CAR', async () => {
    await hold(alice, bundle);
    const response = await get(`/ipfs/${bundle.root.toString()}?format=car`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/vnd.ipld.car; version=1; order=dfs; dups=n',
      'content-disposition': `attachment; filename="${bundle.root.toString()}.car"`,
      'cache-control': 'public, max-age=29030400, immutable',
      etag: `W/"${bundle.root.toString()}.car.v1-dfs-n-all"`,
      'x-ipfs-path': `/ipfs/${bundle.root.toString()}`,
      'x-ipfs-roots': bundle.root.toString(),
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      vary: 'Accept',
    });
    expect(await response.bytes()).toEqual(packCar(bundle));
  });

  test('is chosen by the Accept header too, by its preference', async () => {
    await hold(alice, parameters);
    const types = async (accept: string) =>
      (await get(`/ipfs/${parameters.root.toString()}`, { accept }, 'HEAD')).headers
        .get('content-type')
        ?.split(';')[0];
    expect(await types('application/vnd.ipld.car')).toBe('application/vnd.ipld.car');
    expect(await types('text/html, application/vnd.ipld.car;version=1;order=dfs;q=0.8')).toBe(
      'application/vnd.ipld.car',
    );
    expect(await types('application/vnd.ipld.car;q=0.5, application/vnd.ipld.raw')).toBe(
      'application/vnd.ipld.raw',
    );
    expect(await types('application/vnd.ipld.raw;q=0, application/vnd.ipld.car;q=0.1')).toBe(
      'application/vnd.ipld.car',
    );
  });

  test('serves a file of a folder on its own', async () => {
    await hold(alice, bundle);
    const response = await get(`/ipfs/${parameters.root.toString()}?format=car`);
    expect(await response.bytes()).toEqual(packCar(parameters));
  });

  test.each([
    ['block', () => [bundle.root.toString()]],
    ['entity', () => [bundle.root.toString()]],
    ['all', () => bundle.blocks.map(({ cid }) => cid.toString())],
  ])('dag-scope=%s of a folder', async (scope, expected) => {
    await hold(alice, bundle);
    const response = await get(`/ipfs/${bundle.root.toString()}?format=car&dag-scope=${scope}`);
    const blocks = (await CarReader.fromBytes(await response.bytes())).blocks();
    expect((await Array.fromAsync(blocks)).map(({ cid }) => cid.toString())).toEqual(expected());
  });

  test('dag-scope=entity of a file is all of it, of a sharded folder all shards and no file', async () => {
    const sharded = await importDirectory(
      Array.from({ length: 5000 }, (_, index) => ({
        path: `file-with-a-long-name-${index}`,
        content: utf8(`${index}`),
      })),
    );
    await hold(alice, sharded);
    await hold(alice, parameters);
    const file = await get(`/ipfs/${parameters.root.toString()}?format=car&dag-scope=entity`);
    expect(await file.bytes()).toEqual(packCar(parameters));
    const folder = await get(`/ipfs/${sharded.root.toString()}?format=car&dag-scope=entity`);
    const blocks = (await CarReader.fromBytes(await folder.bytes())).blocks();
    const cids = (await Array.fromAsync(blocks)).map(({ cid }) => cid.toString());
    expect(cids).toEqual(sharded.blocks.flatMap(({ cid }) => (cid.code === 0x70 ? [cid.toString()] : [])));
  });

  test('ends the answer so that it cannot be taken for a whole one when a block turns out damaged', async () => {
    await hold(alice, parameters);
    const last = parameters.blocks.at(-1);
    if (last === undefined) throw new Error('unreachable');
    await damage(alice, last.cid);
    const response = await get(`/ipfs/${parameters.root.toString()}?format=car`);
    expect(response.status).toBe(200);
    await expect(response.bytes()).rejects.toThrow('terminated');
    expect(alice.errors).toMatchObject([{ name: 'BlockCorruptedError', cid: last.cid }]);
  });

  test('a client that goes away in the middle leaves everything running', async () => {
    await hold(alice, parameters);
    const controller = new AbortController();
    const response = await fetch(`${alice.url}/ipfs/${parameters.root.toString()}?format=car`, {
      signal: controller.signal,
    });
    await response.body?.getReader().read();
    controller.abort();
    expect((await get(`/ipfs/${parameters.root.toString()}?format=car`)).status).toBe(200);
    expect(alice.errors).toEqual([]);
  });
});

describe('format=raw', () => {
  test('is the bytes of one block', async () => {
    await hold(alice, parameters);
    const response = await get(`/ipfs/${parameters.root.toString()}`, { accept: 'application/vnd.ipld.raw' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/vnd.ipld.raw',
      'content-disposition': `attachment; filename="${parameters.root.toString()}.bin"`,
      'content-length': String(parameters.blocks[0]?.bytes.length),
      etag: `"${parameters.root.toString()}.raw"`,
      'cache-control': 'public, max-age=29030400, immutable',
    });
    expect(await response.bytes()).toEqual(parameters.blocks[0]?.bytes);
  });

  test('never leaves when it is damaged', async () => {
    await hold(alice, parameters);
    await damage(alice, parameters.root);
    for (const format of ['raw', 'car']) {
      const response = await get(`/ipfs/${parameters.root.toString()}?format=${format}`);
      expect(response.status).toBe(500);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.text()).not.toContain(alice.directory);
    }
    expect(alice.errors).toHaveLength(2);
  });
});

test('HEAD answers like GET, without a body', async () => {
  await hold(alice, parameters);
  for (const format of ['raw', 'car']) {
    const response = await get(`/ipfs/${parameters.root.toString()}?format=${format}`, {}, 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toContain(parameters.root.toString());
    expect((await response.bytes()).length).toBe(0);
  }
  expect((await get(`/ipfs/${absent.root.toString()}?format=raw`, {}, 'HEAD')).status).toBe(404);
});

test('answers 304 to whoever has the content already', async () => {
  await hold(alice, parameters);
  const etag =
    (await get(`/ipfs/${parameters.root.toString()}?format=car`, {}, 'HEAD')).headers.get('etag') ?? '';
  const unchanged = await get(`/ipfs/${parameters.root.toString()}?format=car`, {
    'if-none-match': `"x", ${etag}`,
  });
  expect(unchanged.status).toBe(304);
  const other = await get(`/ipfs/${parameters.root.toString()}?format=raw`, { 'if-none-match': etag });
  expect(other.status).toBe(200);
});

test('answers the probe that clients recognise a trustless gateway by', async () => {
  const raw = await get('/ipfs/bafkqaaa?format=raw');
  expect([raw.status, (await raw.bytes()).length]).toEqual([200, 0]);
  const car = await CarReader.fromBytes(await (await get('/ipfs/bafkqaaa?format=car')).bytes());
  expect((await car.getRoots()).map(String)).toEqual(['bafkqaaa']);
  expect((await get('/ipfs/bafkqaaa?format=raw', {}, 'HEAD')).status).toBe(200);
});

test('lets every page read it', async () => {
  const response = await get(
    `/ipfs/${parameters.root.toString()}`,
    { origin: 'https://else.example' },
    'OPTIONS',
  );
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-methods')).toBe('GET,HEAD,OPTIONS');
});

describe('refuses readably', () => {
  test.each<[string, string, Record<string, string>, number, string]>([
    [
      'content that it does not hold',
      `/ipfs/${absent.root.toString()}?format=car`,
      {},
      404,
      'is not held here',
    ],
    [
      'the same, cached or not',
      `/ipfs/${absent.root.toString()}?format=car`,
      { 'cache-control': 'only-if-cached' },
      412,
      'is not held by this gateway',
    ],
    ['an unknown format', `/ipfs/${absent.root.toString()}?format=tar`, {}, 406, 'serves no such format'],
    ['files for browsers', `/ipfs/${absent.root.toString()}`, { accept: 'text/html' }, 406, 'trustless'],
    ['no CID', '/ipfs/hello?format=raw', {}, 400, 'cannot be parsed'],
    ['a CIDv0', '/ipfs/QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn?format=raw', {}, 400, 'version is 0'],
    [
      'another codec',
      '/ipfs/bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua?format=raw',
      {},
      400,
      'codec is 0x71',
    ],
    ['an identity CID', '/ipfs/bafkqabtgn5xwe33c?format=raw', {}, 400, 'its hash is not SHA-256'],
    [
      'an unusual spelling',
      `/ipfs/${absent.root.toString().toUpperCase()}?format=raw`,
      {},
      400,
      'not supported',
    ],
    [
      'a path below a CID',
      `/ipfs/${bundle.root.toString()}/architecture.json?format=car`,
      {},
      400,
      'Paths below a CID',
    ],
    ['repeated blocks', `/ipfs/${absent.root.toString()}?format=car&car-dups=y`, {}, 406, 'dups=n only'],
    [
      'CAR version 2',
      `/ipfs/${absent.root.toString()}`,
      { accept: 'application/vnd.ipld.car;version=2' },
      406,
      'version=1 only',
    ],
    [
      'an unknown scope',
      `/ipfs/${absent.root.toString()}?format=car&dag-scope=some`,
      {},
      400,
      'dag-scope is',
    ],
    [
      'a range of bytes',
      `/ipfs/${absent.root.toString()}?format=car&entity-bytes=0:5`,
      {},
      400,
      'entity-bytes',
    ],
  ])('%s', async (_, path, headers, status, text) => {
    const response = await get(path, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=UTF-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(text);
  });

  test('a request that does not say what it wants', async () => {
    // fetch always sends an Accept header.
    const sent = request(`${alice.url}/ipfs/${absent.root.toString()}`).end();
    const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  test.each(['%2e%2e%2f%2e%2e%2flock', '..%2f..%2flock', '%00', '%', `${'b'.repeat(4000)}`])(
    'the path traversal %s',
    async (name) => {
      const sent = request(`${alice.url}/ipfs/${name}?format=raw`).end();
      const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
      response.resume();
      expect([400, 404]).toContain(response.statusCode);
      expect(alice.errors).toEqual([]);
    },
  );
});

describe('operators fetch from each other', () => {
  test('and hold afterwards what they fetched', async () => {
    const bob = await startOperator();
    const carol = await startOperator();
    await hold(alice, bundle);
    const gateways = [carol.url, alice.url];
    const maxBytes = bundle.sizeBytes;

    expect(
      await fetchContent({
        contentStore: bob.contentStore,
        gateways,
        root: bundle.root,
        maxBytes,
        pin: 'task/1',
      }),
    ).toEqual({ sizeBytes: bundle.sizeBytes, gateway: alice.url });
    expect((await bob.contentStore.stat(bundle.root))?.pins).toEqual(['task/1']);
    expect(await readFile(bob.contentStore, { cid: parameters.root, maxBytes: 4 * MIB })).toEqual(
      parametersBytes,
    );

    // Carol fetches only the parameters, from Bob, who never was given them as such.
    const fetched = await fetchContent({
      contentStore: carol.contentStore,
      gateways: [bob.url],
      root: parameters.root,
      maxBytes,
      pin: 'champion/1',
    });
    expect(fetched.gateway).toBe(bob.url);
    expect(await carol.contentStore.has(bundle.root)).toBe(false);
  });

  test('ask nobody for what they hold, but add the pin', async () => {
    await hold(alice, parameters);
    const held = { contentStore: alice.contentStore, gateways: [], root: parameters.root, pin: 'champion/1' };
    expect(await fetchContent({ ...held, maxBytes: 4 * MIB })).toEqual({
      sizeBytes: parameters.sizeBytes,
      gateway: undefined,
    });
    expect((await alice.contentStore.stat(parameters.root))?.pins).toEqual(['test', 'champion/1']);
    await expect(fetchContent({ ...held, maxBytes: MIB })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
    });
  });

  test('replace a damaged block with an undamaged one', async () => {
    const bob = await startOperator();
    await hold(alice, parameters);
    await hold(bob, parameters);
    const [, leaf] = parameters.blocks;
    if (leaf === undefined) throw new Error('unreachable');
    await damage(alice, leaf.cid);
    const fetched = await fetchContent({
      contentStore: alice.contentStore,
      gateways: [bob.url],
      root: parameters.root,
      maxBytes: 4 * MIB,
    });
    expect(fetched.gateway).toBe(bob.url);
    expect(await alice.contentStore.getBlock(leaf.cid)).toEqual(leaf.bytes);
  });

  test('do not take a damaged content for an absent one', async () => {
    const bob = await startOperator();
    await hold(alice, parameters);
    const wanted = { contentStore: bob.contentStore, root: parameters.root, maxBytes: 4 * MIB };
    await damage(alice, parameters.root);
    await expect(fetchContent({ ...wanted, gateways: [alice.url] })).rejects.toMatchObject({
      name: 'GatewaysUnreachableError',
    });
    await expect(fetchContent({ ...wanted, root: absent.root, gateways: [alice.url] })).rejects.toMatchObject(
      {
        name: 'ContentUnavailableError',
        failures: [{ outcome: 'not-held' }],
      },
    );
    expect(await bob.contentStore.list()).toEqual([]);
  });
});
