import { type Context, Hono } from 'hono';

/** What a request's answer may depend on. */
const REQUEST_HEADERS = ['accept', 'cache-control', 'if-none-match'] as const;
/** What of a gateway's answer is passed on. */
const RESPONSE_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-length',
  'content-type',
  'etag',
  'x-ipfs-path',
  'x-ipfs-roots',
] as const;
/** What a trustless gateway serves: blocks, never pages. */
const CONTENT_TYPES = ['application/vnd.ipld.raw', 'application/vnd.ipld.car'] as const;
/**
 * The bytes are some operator's, and come from the address of the pages: nothing of them may ever run there, whatever
 * the operator says that they are.
 */
const HARMLESS = {
  'Access-Control-Allow-Origin': '*',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * `GET` and `HEAD /ipfs/{cid}` on a server that has no block store: the first of the operators' gateways that holds the
 * content answers. Nothing is verified on the way, since whoever uses a trustless gateway verifies what it gets.
 *
 * @param parameters.listGateways The base URLs of the gateways, in the order in which they are asked.
 */
export function createGatewayRelay(parameters: {
  listGateways: () => Promise<readonly string[]>;
  onError: (error: unknown) => void;
}): Hono {
  const { listGateways, onError } = parameters;
  const api = new Hono();
  const relay = async (context: Context) => {
    const { pathname, search } = new URL(context.req.url);
    const path = pathname.slice(pathname.indexOf('/ipfs/') + 1);
    let refusal: number | undefined;
    for (const gateway of await listGateways()) {
      const url = new URL(`${path}${search}`, gateway.endsWith('/') ? gateway : `${gateway}/`);
      const response = await ask(url, context).catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      if (response === undefined) continue;
      if (response.status === 304 || (response.ok && isContent(response))) return pass(response);
      await response.body?.cancel();
      // What is not there is not there, and what is no content was no answer.
      if (!response.ok) refusal = response.status;
    }
    return refusal !== undefined && isClientError(refusal)
      ? context.text('No operator’s gateway serves this.', refusal, HARMLESS)
      : context.text('No operator’s gateway answers.', 502, HARMLESS);
  };
  api.get('/ipfs/:cid', relay);
  api.get('/ipfs/:cid/*', relay);
  return api;
}

async function ask(url: URL, context: Context): Promise<Response> {
  const headers = new Headers();
  for (const name of REQUEST_HEADERS) {
    const value = context.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  // The time limit is for the answer to begin; contents may be large.
  const beginning = new AbortController();
  const timer = setTimeout(() => beginning.abort(), CONNECT_TIMEOUT_MS);
  const signal = AbortSignal.any([beginning.signal, context.req.raw.signal]);
  try {
    return await fetch(url, { method: context.req.method, headers, redirect: 'error', signal });
  } finally {
    clearTimeout(timer);
  }
}

function isContent(response: Response): boolean {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return CONTENT_TYPES.some((allowed) => allowed === type);
}

/** The refusals of a gateway that are about the request. */
function isClientError(status: number): status is 400 | 404 | 406 | 410 | 412 {
  return [400, 404, 406, 410, 412].includes(status);
}

function pass(response: Response): Response {
  const headers = new Headers(HARMLESS);
  for (const name of RESPONSE_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}
