import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type ClientRequest, type Server, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { CID } from 'multiformats/cid';
import { type Address, type PrivateKeyAccount, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Block } from '#protocol/content/block.ts';
import { encodeCar, packCar } from '#protocol/content/car.ts';
import { readFile } from '#protocol/content/read.ts';
import { type ImportedContent, importFile } from '#protocol/content/unixfs.ts';
import { uploadFailure, uploadReceipt, uploadStatus } from '#protocol/http/uploads.ts';
import {
  type UploadAuthorisation,
  type UploadPurpose,
  encodeUploadAuthorisation,
  uploadTypedData,
} from '#protocol/upload/authorisation.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { ContentStore } from '#storage/content-store.ts';
import { openDiskStore } from '#storage/disk/open-disk-store.ts';
import { createGateway } from '../gateway/create-gateway.ts';
import type { UploadDecision, UploadRequest } from './authorise.ts';
import { createUploads } from './create-uploads.ts';

const MIB = 1024 * 1024;
const patterned = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 20) * 17) & 255);
const bytes = patterned(3 * MIB + 77);
const parameters = await importFile(bytes);
const other = await importFile(new TextEncoder().encode('other parameters'));

const optimizer = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const stranger = privateKeyToAccount(`0x${'22'.repeat(32)}`);
const scope = { chainId: 31337, modelSubmission: '0x5FbDB2315678afecb367f032d93F642f64180aa3' as Address };
const submissionId = toSubmissionId({ taskId: 7, index: 3 });
const submission: UploadPurpose = { kind: 'submission', taskId: 7n, submissionId };

let directory: string;
let contentStore: ContentStore;
let server: Server;
let url: string;
let decide: (request: UploadRequest) => Promise<UploadDecision>;
let errors: unknown[];
let stored: UploadRequest[];

/** What an operator would decide from the chain: one open commitment of the optimizer, one root for it. */
function oneOpenCommitment(): (request: UploadRequest) => Promise<UploadDecision> {
  let allowed: CID | undefined;
  return async ({ signer, purpose, root }) => {
    if (purpose.kind !== 'submission' || purpose.submissionId !== submissionId) {
      return { allowed: false, reason: 'unknown-submission', message: 'There is no such submission.' };
    }
    if (signer !== optimizer.address) {
      return {
        allowed: false,
        reason: 'not-the-optimizer',
        message: `Submission 3 of task 7 is not by ${signer}.`,
      };
    }
    if (allowed !== undefined && !allowed.equals(root)) {
      return {
        allowed: false,
        reason: 'already-uploaded',
        message: `The commitment has the content ${allowed.toString()}.`,
      };
    }
    allowed = root;
    return { allowed: true, pin: `submission/${submissionId}` };
  };
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uploads-'));
  contentStore = await openDiskStore({ directory });
  errors = [];
  stored = [];
  decide = oneOpenCommitment();
  const app = new Hono().route('/', createGateway({ contentStore })).route(
    '/',
    createUploads({
      contentStore,
      scope,
      authorise: (upload) => decide(upload),
      onStored: async (upload) => void stored.push(upload),
      onError: (error) => errors.push(error),
      idleTimeoutMs: 2000,
      maxUploads: 3,
      maxUploadsPerUploader: 2,
    }),
  );
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await contentStore.close();
  await rm(directory, { recursive: true });
});

const nowSeconds = () => BigInt(Math.floor(Date.now() / 1000));
let nonces = 0n;

async function authorise(
  content: ImportedContent,
  change: Partial<UploadAuthorisation> = {},
  signer: PrivateKeyAccount = optimizer,
): Promise<string> {
  nonces += 1n;
  const authorisation: UploadAuthorisation = {
    uploader: signer.address,
    purpose: submission,
    root: content.root,
    sizeBytes: BigInt(content.sizeBytes),
    deadline: nowSeconds() + 600n,
    nonce: toHex(nonces, { size: 32 }),
    ...change,
  };
  const typedData = uploadTypedData({ scope, authorisation });
  const signature = await (typedData.primaryType === 'BundleUpload'
    ? signer.signTypedData(typedData)
    : signer.signTypedData(typedData));
  return encodeUploadAuthorisation({ authorisation, signature });
}

type Sending = { root?: string; body?: BodyInit; headers?: Record<string, string> };

async function upload(content: ImportedContent, authorisation: string | undefined, sending: Sending = {}) {
  return fetch(`${url}/uploads/${String(sending.root ?? content.root)}`, {
    method: 'PUT',
    body: sending.body ?? packCar(content),
    headers: {
      'content-type': 'application/vnd.ipld.car',
      ...(authorisation === undefined ? {} : { 'upload-authorisation': authorisation }),
      ...sending.headers,
    },
    // Streams need it, and TypeScript's DOM does not know it.
    ...({ duplex: 'half' } as RequestInit),
  });
}

async function failure(response: Response) {
  const { error } = uploadFailure.parse(await response.json());
  return { status: response.status, ...error };
}

async function nothingIsLeft(): Promise<void> {
  expect(await readdir(join(directory, 'staging'))).toEqual([]);
  expect(await readdir(join(directory, 'blocks'))).toEqual([]);
  expect(await contentStore.list()).toEqual([]);
}

const carOf = (blocks: readonly Block[], root = parameters.root) => packCar({ root, blocks });

describe('an authorised upload', () => {
  test('is stored, pinned, announced, and served by the gateway', async () => {
    const response = await upload(parameters, await authorise(parameters));
    expect(response.status).toBe(201);
    expect(uploadReceipt.parse(await response.json())).toEqual({
      root: parameters.root.toString(),
      sizeBytes: parameters.sizeBytes,
      blockCount: 5,
      alreadyHeld: false,
    });
    expect(await readFile(contentStore, { cid: parameters.root, maxBytes: 4 * MIB })).toEqual(bytes);
    expect((await contentStore.stat(parameters.root))?.pins).toEqual([`submission/${submissionId}`]);
    expect(stored).toEqual([
      {
        signer: optimizer.address,
        purpose: submission,
        root: parameters.root,
        sizeBytes: parameters.sizeBytes,
      },
    ]);
    expect((await fetch(`${url}/ipfs/${parameters.root.toString()}?format=car`)).status).toBe(200);
  });

  test('may be streamed, without a known length', async () => {
    const chunks = encodeCar(parameters.root, parameters.blocks);
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = await chunks.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
    });
    expect((await upload(parameters, await authorise(parameters), { body })).status).toBe(201);
  });

  test('is harmless when repeated, with the same authorisation or a new one', async () => {
    const authorisation = await authorise(parameters);
    await upload(parameters, authorisation);
    for (const again of [authorisation, await authorise(parameters)]) {
      const response = await upload(parameters, again);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ alreadyHeld: true, sizeBytes: parameters.sizeBytes });
    }
    expect(await contentStore.list()).toHaveLength(1);
  });

  test('is harmless when sent twice at the same time', async () => {
    const authorisations = [await authorise(parameters), await authorise(parameters)];
    const responses = await Promise.all(
      authorisations.map((authorisation) => upload(parameters, authorisation)),
    );
    expect(responses.every(({ ok }) => ok)).toBe(true);
    expect(await readFile(contentStore, { cid: parameters.root, maxBytes: 4 * MIB })).toEqual(bytes);
    expect(await readdir(join(directory, 'staging'))).toEqual([]);
  });

  test('can be begun again after the connection broke', async () => {
    const authorisation = await authorise(parameters);
    const half = startUpload(parameters.root, authorisation);
    half.write(packCar(parameters).subarray(0, 2 * MIB));
    await until(async () => (await stagedFiles()).length >= 2);
    half.destroy();
    await until(async () => (await readdir(join(directory, 'staging'))).length === 0);
    await nothingIsLeft();
    expect((await upload(parameters, authorisation)).status).toBe(201);
  });

  test('is needed or not: GET says which', async () => {
    const status = async () =>
      uploadStatus.parse(await (await fetch(`${url}/uploads/${parameters.root.toString()}`)).json());
    expect(await status()).toEqual({ root: parameters.root.toString(), held: false });
    await upload(parameters, await authorise(parameters));
    expect(await status()).toEqual({ root: parameters.root.toString(), held: true });
  });

  test('may come from any page', async () => {
    const response = await fetch(`${url}/uploads/${parameters.root.toString()}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://else.example',
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'upload-authorisation,content-type',
      },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(response.headers.get('access-control-allow-headers')).toContain('upload-authorisation');
  });
});

describe('refuses, and keeps nothing of, an upload', () => {
  test('without an authorisation', async () => {
    expect(await failure(await upload(parameters, undefined))).toMatchObject({
      status: 401,
      name: 'UploadRequestError',
    });
    await nothingIsLeft();
  });

  test.each<[string, () => Promise<string>, number, string]>([
    ['that nobody could have signed', async () => 'bm9uc2Vuc2U', 400, 'cannot be read'],
    [
      'that somebody else signed',
      () => authorise(parameters, { uploader: stranger.address }),
      401,
      'was not signed by',
    ],
    ['that is too late', () => authorise(parameters, { deadline: nowSeconds() - 10n }), 401, 'expired'],
    [
      'authorised for ever',
      () => authorise(parameters, { deadline: nowSeconds() + 10n ** 9n }),
      400,
      'too long',
    ],
    ['of another root than signed for', () => authorise(other), 400, 'The authorisation is for'],
    [
      'of more than can be counted',
      () => authorise(parameters, { sizeBytes: 2n ** 60n }),
      413,
      'can be stored',
    ],
  ])('%s', async (_, authorisation, status, message) => {
    const refused = await failure(await upload(parameters, await authorisation()));
    expect(refused).toMatchObject({ status, message: expect.stringContaining(message) as string });
    await nothingIsLeft();
  });

  test('that the chain does not know, or knows as somebody else’s', async () => {
    const purpose: UploadPurpose = { kind: 'submission', taskId: 7n, submissionId: submissionId + 1n };
    expect(await failure(await upload(parameters, await authorise(parameters, { purpose })))).toMatchObject({
      status: 403,
      name: 'UploadRefusedError',
      reason: 'unknown-submission',
    });
    expect(await failure(await upload(parameters, await authorise(parameters, {}, stranger)))).toMatchObject({
      status: 403,
      reason: 'not-the-optimizer',
      message: expect.stringContaining(stranger.address) as string,
    });
    await nothingIsLeft();
  });

  test('of a second content for one commitment', async () => {
    await upload(parameters, await authorise(parameters));
    expect(await failure(await upload(other, await authorise(other)))).toMatchObject({
      status: 409,
      reason: 'already-uploaded',
    });
    expect(await contentStore.has(other.root)).toBe(false);
  });

  test('that is too large for the task, or comes before the operator knows the chain', async () => {
    decide = async () => ({ allowed: false, reason: 'too-large', message: 'At most 100 bytes.' });
    expect(await failure(await upload(parameters, await authorise(parameters)))).toMatchObject({
      status: 413,
    });
    decide = async () => ({ allowed: false, reason: 'not-ready', message: 'The node is catching up.' });
    const response = await upload(parameters, await authorise(parameters));
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await failure(response)).toMatchObject({ status: 503, reason: 'not-ready' });
  });

  const [root, leaf, ...rest] = parameters.blocks;
  if (root === undefined || leaf === undefined) throw new Error('unreachable');
  const whole = packCar(parameters);
  test.each<[string, BodyInit, number, string]>([
    [
      'with a block that does not match its hash',
      carOf([root, { cid: leaf.cid, bytes: leaf.bytes.with(9, 1) }, ...rest]),
      400,
      'BlockHashMismatchError',
    ],
    ['with foreign blocks', carOf([root, ...other.blocks, leaf, ...rest]), 400, 'ForeignBlockError'],
    ['of the leaves before the root', carOf([leaf, ...rest, root]), 400, 'ForeignBlockError'],
    ['of another content', packCar(other), 400, 'ForeignBlockError'],
    ['with blocks twice', carOf([root, leaf, leaf, ...rest]), 413, 'UploadSizeError'],
    ['with blocks left out', carOf([root, leaf]), 400, 'UploadSizeError'],
    ['cut off in a block', whole.slice(0, -7), 400, 'TruncatedCarError'],
    ['of nothing', '', 400, 'MalformedCarError'],
    ['of text', 'hello, this is not a CAR but a text', 400, 'TruncatedCarError'],
    [
      'with a header of a gigabyte',
      new Uint8Array([0x80, 0x80, 0x80, 0x80, 0x04, 1, 2, 3]),
      400,
      'MalformedCarError',
    ],
    ['followed by something', new Blob([whole, 'and more']), 400, 'MalformedCarError'],
  ])('%s', async (_, body, status, name) => {
    expect(await failure(await upload(parameters, await authorise(parameters), { body }))).toMatchObject({
      status,
      name,
    });
    await nothingIsLeft();
    expect(errors).toEqual([]);
  });

  test('of another size than signed for', async () => {
    for (const [difference, status] of [
      [-1n, 413],
      [1n, 400],
    ] as const) {
      const sizeBytes = BigInt(parameters.sizeBytes) + difference;
      expect(
        await failure(await upload(parameters, await authorise(parameters, { sizeBytes }))),
      ).toMatchObject({
        status,
        name: 'UploadSizeError',
      });
    }
    await nothingIsLeft();
  });

  test('that is no CAR by its own account', async () => {
    for (const [name, value] of [
      ['content-type', 'text/plain'],
      ['content-encoding', 'gzip'],
    ] as const) {
      const headers = { [name]: value };
      expect(await failure(await upload(parameters, await authorise(parameters), { headers }))).toMatchObject(
        {
          status: 415,
        },
      );
    }
  });

  test.each([
    '..%2f..%2fetc%2fpasswd',
    'QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn',
    'bafkqabtgn5xwe33c',
    'x',
  ])('to %s, which is no content that is stored', async (name) => {
    expect(
      await failure(await upload(parameters, await authorise(parameters), { root: name })),
    ).toMatchObject({
      status: 400,
      name: 'UnsupportedCidError',
    });
  });

  test('that stops coming', async () => {
    const stalled = startUpload(parameters.root, await authorise(parameters));
    stalled.write(whole.subarray(0, 1000));
    const [response] = (await once(stalled, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(408);
    await nothingIsLeft();
    stalled.destroy();
  });

  test('beyond the number that is taken at once, and takes it when others are finished', async () => {
    const first = startUpload(parameters.root, await authorise(parameters));
    const second = startUpload(parameters.root, await authorise(parameters));
    for (const half of [first, second]) half.write(whole.subarray(0, 200_000));
    await until(async () => (await readdir(join(directory, 'staging'))).length === 2);
    const refused = await upload(parameters, await authorise(parameters));
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await failure(refused)).toMatchObject({ status: 429, name: 'TooManyUploadsError' });
    for (const half of [first, second]) half.destroy();
    await until(async () => (await readdir(join(directory, 'staging'))).length === 0);
    expect((await upload(parameters, await authorise(parameters))).status).toBe(201);
  });

  test('that the disk does not take: says so without naming files, reports it, and recovers', async () => {
    await rm(join(directory, 'staging'), { recursive: true });
    await writeFile(join(directory, 'staging'), '');
    const failed = await failure(await upload(parameters, await authorise(parameters)));
    expect(failed).toMatchObject({ status: 500, name: 'DiskError' });
    expect(JSON.stringify(failed)).not.toContain(directory);
    expect(errors).toMatchObject([{ name: 'DiskError', code: 'ENOTDIR' }]);
    await rm(join(directory, 'staging'));
    await mkdir(join(directory, 'staging'));
    expect((await upload(parameters, await authorise(parameters))).status).toBe(201);
  });

  test('when the chain cannot be asked: reports the error and says nothing of its inside', async () => {
    decide = async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:8545');
    };
    const failed = await failure(await upload(parameters, await authorise(parameters)));
    expect(failed).toMatchObject({ status: 500, name: 'InternalError' });
    expect(JSON.stringify(failed)).not.toContain('10.0.0.7');
    expect(errors).toHaveLength(1);
  });
});

test('a large upload that is refused at once does not hang or break the next one', async () => {
  const large = await importFile(patterned(24 * MIB));
  const agentless = Array.from({ length: 3 }, async () =>
    failure(await upload(large, await authorise(large, {}, stranger))),
  );
  for (const refused of await Promise.all(agentless)) expect([403, 429]).toContain(refused.status);
  expect((await upload(parameters, await authorise(parameters))).status).toBe(201);
});

/** An upload under our control: what is written is sent, and nothing else. */
function startUpload(root: CID, authorisation: string): ClientRequest {
  const started = request(`${url}/uploads/${root.toString()}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.ipld.car', 'upload-authorisation': authorisation },
  });
  // Destroying it, or the server closing it, is what these tests are about.
  started.on('error', () => undefined);
  return started;
}

async function stagedFiles(): Promise<string[]> {
  const entries = await readdir(join(directory, 'staging'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Waits for a condition, not for a time; the test's own time limit ends it. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
