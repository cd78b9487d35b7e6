import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { CID } from 'multiformats/cid';
import { type Block, parseContentCid } from '#protocol/content/block.ts';
import { toChunks } from '#protocol/content/byte-source.ts';
import { decodeCar } from '#protocol/content/car.ts';
import {
  BlockHashMismatchError,
  ContentTooLargeError,
  ForeignBlockError,
  IncompleteDagError,
  MalformedCarError,
  RepeatedBlocksError,
  TruncatedCarError,
  UnsupportedContentError,
} from '#protocol/content/errors.ts';
import { UnsupportedCidError } from '#protocol/content/pointer.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type {
  UploadFailure,
  UploadReceipt,
  UploadRefusalReason,
  UploadStatus,
} from '#protocol/http/uploads.ts';
import {
  UPLOAD_AUTHORISATION_HEADER,
  UploadAuthorisationError,
  type UploadScope,
  decodeUploadAuthorisation,
  verifyUploadAuthorisation,
} from '#protocol/upload/authorisation.ts';
import type { ContentStore } from '#storage/content-store.ts';
import { DiskError, StoreClosedError } from '#storage/errors.ts';
import type { AuthoriseUpload, UploadRequest } from './authorise.ts';
import {
  TooManyUploadsError,
  UploadRefusedError,
  UploadRequestError,
  UploadSizeError,
  UploadStalledError,
} from './errors.ts';

const DEFAULT_IDLE_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_UPLOADS = 16;
const DEFAULT_MAX_UPLOADS_PER_UPLOADER = 4;

export type CreateUploadsParameters = {
  contentStore: ContentStore;
  /** The deployment whose authorisations are accepted. */
  scope: UploadScope;
  authorise: AuthoriseUpload;
  /** Called when the content is stored, before the uploader hears of it. */
  onStored?: (upload: UploadRequest) => Promise<void>;
  /** Hears of errors that are ours: a failing disk, a failing chain. The client learns only that there was one. */
  onError?: (error: unknown) => void;
  /** How long a sender may pause. @default 30 s */
  idleTimeoutMs?: number;
  /** Uploads at once. @default 16 */
  maxUploads?: number;
  /** Uploads at once of one account. @default 4 */
  maxUploadsPerUploader?: number;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
};

/**
 * Takes content in: `PUT /uploads/{root}` with a CAR as its body and a signed authorisation in the header
 * `Upload-Authorisation`. The body is verified while it streams; it is kept as a whole or not at all. Repeating an
 * upload, with the same authorisation or another, is harmless. `GET /uploads/{root}` says whether it is needed.
 */
export function createUploads({
  contentStore,
  scope,
  authorise,
  onStored,
  onError = () => undefined,
  idleTimeoutMs = DEFAULT_IDLE_TIMEOUT_MS,
  maxUploads = DEFAULT_MAX_UPLOADS,
  maxUploadsPerUploader = DEFAULT_MAX_UPLOADS_PER_UPLOADER,
  now = Date.now,
}: CreateUploadsParameters): Hono {
  const app = new Hono();
  const slots = createSlots({ maxUploads, maxUploadsPerUploader });
  // Pages of other operators upload here as well; the signature, not the page's origin, is what is trusted.
  app.use('/uploads/*', cors({ origin: '*', allowMethods: ['GET', 'PUT', 'OPTIONS'], maxAge: 86_400 }));

  app.get('/uploads/:root', async (c) => {
    const root = parseContentCid(c.req.param('root'));
    const status: UploadStatus = { root: root.toString(), held: await contentStore.has(root) };
    return c.json(status, 200, { 'Cache-Control': 'no-store' });
  });

  app.put('/uploads/:root', async (c) => {
    const root = parseContentCid(c.req.param('root'));
    assertCarBody(c);
    const upload = await readAuthorisation(c, root);
    const release = slots.take(upload.signer);
    try {
      const decision = await authorise(upload);
      if (!decision.allowed) throw new UploadRefusedError(decision);

      const alreadyHeld = (await contentStore.stat(root)) !== undefined;
      const stored = await contentStore.put({
        root,
        blocks: exactly(upload.sizeBytes, decodeCar(punctual(c.req.raw.body ?? [], idleTimeoutMs))),
        maxBytes: upload.sizeBytes,
        pin: decision.pin,
        signal: c.req.raw.signal,
      });
      await onStored?.(upload);
      const receipt: UploadReceipt = {
        root: root.toString(),
        sizeBytes: stored.sizeBytes,
        blockCount: stored.blockCount,
        alreadyHeld,
      };
      return c.json(receipt, alreadyHeld ? 200 : 201);
    } finally {
      release();
    }
  });

  app.onError((error, c) => {
    const status = statusOf(error);
    if (status >= 500) onError(error);
    if (status === 429 || status === 503) c.header('Retry-After', '5');
    // The rest of the body is not read, so that nothing can follow it on this connection.
    if (c.req.method === 'PUT') c.header('Connection', 'close');
    return c.json(describeFailure(error, status), status);
  });

  async function readAuthorisation(c: Context, root: CID): Promise<UploadRequest> {
    const header = c.req.header(UPLOAD_AUTHORISATION_HEADER);
    if (header === undefined) {
      throw new UploadRequestError({
        status: 401,
        message: 'The upload is not authorised: nobody signed for it.',
        advice: `Send a signed authorisation in the header ${UPLOAD_AUTHORISATION_HEADER}.`,
      });
    }
    const authorisation = await verifyUploadAuthorisation({
      scope,
      signed: decodeUploadAuthorisation(header),
      now: BigInt(Math.floor(now() / 1000)),
    });
    if (authorisation.root.toString() !== root.toString()) {
      throw new UploadRequestError({
        status: 400,
        message: `The authorisation is for ${authorisation.root.toString()}, but the upload is for ${root.toString()}.`,
        advice: 'Sign for the CID that is in the address.',
      });
    }
    if (authorisation.sizeBytes > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new UploadRequestError({
        status: 413,
        message: `Nothing of ${authorisation.sizeBytes} bytes can be stored.`,
        advice: 'Sign for the bytes of all distinct blocks together.',
      });
    }
    const { uploader: signer, purpose, sizeBytes } = authorisation;
    return { signer, purpose, root, sizeBytes: Number(sizeBytes) };
  }

  return app;
}

function assertCarBody(c: Context): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const encoding = c.req.header('content-encoding') ?? 'identity';
  if (type !== 'application/vnd.ipld.car' || encoding !== 'identity') {
    throw new UploadRequestError({
      status: 415,
      message: 'The body of an upload is a CAR, uncompressed.',
      advice: 'Send Content-Type: application/vnd.ipld.car and no Content-Encoding.',
    });
  }
}

/** Passes blocks on and throws when they have not exactly the bytes that were signed for. */
async function* exactly(signedBytes: number, blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  let receivedBytes = 0;
  for await (const block of blocks) {
    receivedBytes += block.bytes.length;
    if (receivedBytes > signedBytes) throw new UploadSizeError({ signedBytes, receivedBytes });
    yield block;
  }
  if (receivedBytes !== signedBytes) throw new UploadSizeError({ signedBytes, receivedBytes });
}

/** Passes the body on and throws when the sender pauses for too long. */
async function* punctual(
  body: ReadableStream<Uint8Array> | Uint8Array[],
  idleTimeoutMs: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = toChunks(body);
  const stalled = Promise.withResolvers<never>();
  // Nobody listens to it between two reads.
  stalled.promise.catch(() => undefined);
  for (;;) {
    const timer = setTimeout(() => stalled.reject(new UploadStalledError({ idleTimeoutMs })), idleTimeoutMs);
    try {
      const next = await Promise.race([chunks.next(), stalled.promise]);
      if (next.done) return;
      clearTimeout(timer);
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}

function createSlots({
  maxUploads,
  maxUploadsPerUploader,
}: {
  maxUploads: number;
  maxUploadsPerUploader: number;
}) {
  const taken = new Map<string, number>();
  let total = 0;
  return {
    /** @returns what gives the slot back. @throws {@link TooManyUploadsError} */
    take(uploader: string): () => void {
      const own = taken.get(uploader) ?? 0;
      if (own >= maxUploadsPerUploader) {
        throw new TooManyUploadsError({ limit: maxUploadsPerUploader, whose: 'uploader' });
      }
      if (total >= maxUploads) throw new TooManyUploadsError({ limit: maxUploads, whose: 'operator' });
      taken.set(uploader, own + 1);
      total += 1;
      return () => {
        const left = (taken.get(uploader) ?? 1) - 1;
        if (left === 0) taken.delete(uploader);
        else taken.set(uploader, left);
        total -= 1;
      };
    },
  };
}

const REFUSAL_STATUS = {
  'unknown-submission': 403,
  'not-the-optimizer': 403,
  'not-open': 403,
  'already-uploaded': 409,
  'too-large': 413,
  'quota-exceeded': 403,
  'not-ready': 503,
} as const satisfies Record<UploadRefusalReason, ContentfulStatusCode>;

function statusOf(error: Error): ContentfulStatusCode {
  if (error instanceof UploadRequestError) return error.status;
  if (error instanceof UploadRefusedError) return REFUSAL_STATUS[error.reason];
  if (error instanceof UploadAuthorisationError) {
    return error.refusal === 'expired' || error.refusal === 'wrong-signature' ? 401 : 400;
  }
  if (error instanceof TooManyUploadsError) return 429;
  if (error instanceof UploadStalledError) return 408;
  if (error instanceof UploadSizeError) return error.isLarger ? 413 : 400;
  if (error instanceof ContentTooLargeError) return 413;
  if (
    error instanceof BlockHashMismatchError ||
    error instanceof ForeignBlockError ||
    error instanceof IncompleteDagError ||
    error instanceof MalformedCarError ||
    error instanceof RepeatedBlocksError ||
    error instanceof TruncatedCarError ||
    error instanceof UnsupportedContentError ||
    error instanceof UnsupportedCidError
  ) {
    return 400;
  }
  if (error instanceof StoreClosedError) return 503;
  if (error instanceof DiskError && error.code === 'ENOSPC') return 507;
  return 500;
}

function describeFailure(error: Error, status: number): UploadFailure {
  if (!(error instanceof BaseError)) {
    const message = 'The upload failed because of an error of this operator.';
    return { error: { name: 'InternalError', message, advice: ['Try again, or another operator.'] } };
  }
  return {
    error: {
      name: error.name,
      message: error.shortMessage,
      // What our own failures add may name files of this machine.
      advice: status >= 500 ? [] : [...error.metaMessages],
      ...(error instanceof UploadRefusedError ? { reason: error.reason } : {}),
    },
  };
}
