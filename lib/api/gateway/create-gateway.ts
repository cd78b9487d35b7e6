import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { CID } from 'multiformats/cid';
import { type Block, type BlockSource, parseContentCid } from '#protocol/content/block.ts';
import { CAR_MEDIA_TYPE, encodeCar } from '#protocol/content/car.ts';
import { walkDag } from '#protocol/content/dag.ts';
import { UnsupportedCidError } from '#protocol/content/pointer.ts';
import { walkEntity } from '#protocol/content/read.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type { ContentStore } from '#storage/content-store.ts';
import { BlockNotFoundError } from '#storage/errors.ts';
import { type DagScope, GatewayRequestError, negotiateFormat } from './negotiate.ts';

export type CreateGatewayParameters = {
  contentStore: ContentStore;
  /** Hears of errors that are ours: a damaged block, a failing disk. The client learns only that there was one. */
  onError?: (error: unknown) => void;
};

/** The empty content inside a CID: how clients find out whether they talk to a trustless gateway. */
const PROBE = 'bafkqaaa';
const IMMUTABLE = 'public, max-age=29030400, immutable';

/**
 * The store as an IPFS trustless gateway: `GET` and `HEAD /ipfs/{cid}` with `format=raw` or `format=car`
 * (https://specs.ipfs.tech/http-gateways/trustless-gateway/). It serves what it holds and asks nobody else. Every
 * block is verified on its way out.
 *
 * @example
 * const app = new Hono().route('/', createGateway({ contentStore }));
 */
export function createGateway({ contentStore, onError = () => undefined }: CreateGatewayParameters): Hono {
  const app = new Hono();
  // Anyone's page may fetch and verify: the content is public and the answer depends on nobody's identity.
  app.use(
    '/ipfs/*',
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD', 'OPTIONS'],
      exposeHeaders: ['Content-Disposition', 'Content-Length', 'Etag', 'X-Ipfs-Path', 'X-Ipfs-Roots'],
      maxAge: 86_400,
    }),
  );

  app.get('/ipfs/:cid', async (c) => {
    const text = c.req.param('cid');
    const wanted = negotiateFormat(c.req.header('accept'), new URL(c.req.url).searchParams);
    if (text === PROBE) return answerProbe(c, wanted.format);

    const cid = parseContentCid(text);
    const onlyIfCached = c.req.header('cache-control')?.includes('only-if-cached') ?? false;
    if (!(await contentStore.has(cid))) {
      if (onlyIfCached) return refuse(c, 412, `The content ${cid.toString()} is not held by this gateway.`);
      throw new BlockNotFoundError({ cid });
    }
    const etag =
      wanted.format === 'raw'
        ? `"${cid.toString()}.raw"`
        : `W/"${cid.toString()}.car.v1-dfs-n-${wanted.scope}"`;
    if (isUnchanged(c.req.header('if-none-match'), etag)) {
      describe(c, cid.toString(), etag);
      return c.body(null, 304);
    }
    // Before anything is said about the answer: a root that is gone or damaged must not look like a success.
    const root = { cid, bytes: await contentStore.getBlock(cid) };
    describe(c, cid.toString(), etag);
    if (wanted.format === 'raw') {
      c.header('Content-Type', 'application/vnd.ipld.raw');
      c.header('Content-Disposition', `attachment; filename="${cid.toString()}.bin"`);
      c.header('Content-Length', String(root.bytes.length));
      return c.req.method === 'HEAD' ? c.body(null) : c.body(new Uint8Array(root.bytes));
    }
    c.header('Content-Type', CAR_MEDIA_TYPE);
    c.header('Content-Disposition', `attachment; filename="${cid.toString()}.car"`);
    c.header('Accept-Ranges', 'none');
    if (c.req.method === 'HEAD') return c.body(null);
    return c.body(toStream(encodeCar(cid, blocksInScope(contentStore, root, wanted.scope)), onError));
  });

  app.get('/ipfs/:cid/*', (c) =>
    refuse(c, 400, 'Paths below a CID are not served. Ask for the CID of the file itself.'),
  );

  app.onError((error, c) => {
    if (error instanceof GatewayRequestError) return refuse(c, error.status, error.message);
    if (error instanceof UnsupportedCidError) return refuse(c, 400, error.message);
    if (error instanceof BlockNotFoundError) return refuse(c, 404, error.message);
    onError(error);
    // The message may name files of this machine.
    return refuse(c, 500, error instanceof BaseError ? error.shortMessage : 'The gateway failed.');
  });
  return app;
}

function describe(c: Context, cid: string, etag: string): void {
  c.header('Etag', etag);
  c.header('Cache-Control', IMMUTABLE);
  c.header('Vary', 'Accept', { append: true });
  c.header('X-Ipfs-Path', `/ipfs/${cid}`);
  c.header('X-Ipfs-Roots', cid);
  c.header('X-Content-Type-Options', 'nosniff');
}

function refuse(c: Context, status: 400 | 404 | 406 | 412 | 500, message: string): Response {
  return c.text(`${message}\n`, status, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
}

async function answerProbe(c: Context, format: 'raw' | 'car'): Promise<Response> {
  describe(c, PROBE, `"${PROBE}.${format}"`);
  c.header('Content-Disposition', `attachment; filename="${PROBE}.${format === 'raw' ? 'bin' : 'car'}"`);
  if (format === 'raw') {
    c.header('Content-Type', 'application/vnd.ipld.raw');
    return c.body(new Uint8Array());
  }
  c.header('Content-Type', CAR_MEDIA_TYPE);
  const [header = new Uint8Array()] = await Array.fromAsync(encodeCar(CID.parse(PROBE), []));
  return c.body(header);
}

function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag)) ?? false;
}

function blocksInScope(
  source: BlockSource,
  root: Block,
  scope: DagScope,
): AsyncIterable<Block> | Iterable<Block> {
  if (scope === 'block') return [root];
  return scope === 'all' ? walkDag(source, root.cid) : walkEntity(source, root.cid);
}

/** A body that is read from the disk only as fast as the client takes it. */
function toStream(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let cancelled = false;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          // The client may have gone while the disk was read.
          if (cancelled) return;
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          // The status is sent; all that is left is to end the answer so that it cannot be taken for a whole one.
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        cancelled = true;
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
