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
  'x-content-type-options',
  'x-ipfs-path',
  'x-ipfs-roots',
] as const;
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
    let refusal: Response | undefined;
    for (const gateway of await listGateways()) {
      const url = new URL(`${path}${search}`, gateway.endsWith('/') ? gateway : `${gateway}/`);
      const response = await ask(url, context).catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      if (response === undefined) continue;
      if (response.ok || response.status === 304) return pass(response);
      await refusal?.body?.cancel();
      refusal = response;
    }
    if (refusal) return pass(refusal);
    return context.text('No operator’s gateway answers.', 502);
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

function pass(response: Response): Response {
  const headers = new Headers({ 'Access-Control-Allow-Origin': '*' });
  for (const name of RESPONSE_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}
