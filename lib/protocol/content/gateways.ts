import type { CID } from 'multiformats/cid';
import type { Block } from './block.ts';
import { toChunks } from './byte-source.ts';
import { decodeCar } from './car.ts';
import { verifyDag } from './dag.ts';
import { ContentUnavailableError, type GatewayFailure, GatewaysUnreachableError } from './errors.ts';
import { isFaultOfContent } from './fault.ts';
import { toPointer } from './pointer.ts';
import { BaseError } from '../errors/base.ts';

const DEFAULT_RESPONSE_TIMEOUT_MS = 10_000;
const DEFAULT_IDLE_TIMEOUT_MS = 15_000;
/** A gateway that is slower than this for a whole content is given up: it may be stalling on purpose. */
const MIN_BYTES_PER_MS = 256;

export type FetchFromGatewaysParameters<Value> = {
  /** Base URLs of trustless gateways, asked in this order. None of them is trusted. */
  gateways: readonly (URL | string)[];
  root: CID;
  /** The most bytes that the content's distinct blocks may have together. */
  maxBytes: number;
  /**
   * Takes the verified blocks, root first. Called anew for each gateway that answers, so whatever an earlier
   * call kept must be dropped when its loop throws. Its own errors end everything and pass unchanged.
   */
  receive: (blocks: AsyncGenerator<Block, void, undefined>) => Promise<Value>;
  signal?: AbortSignal | undefined;
  /** How long a gateway may take to answer at all. @default 10 s */
  responseTimeoutMs?: number | undefined;
  /** How long it may pause between pieces. @default 15 s */
  idleTimeoutMs?: number | undefined;
  /** @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined;
};

export type FetchFromGatewaysReturnType<Value> = {
  value: Value;
  /** The gateway that delivered. */
  gateway: string;
  /** Those that were asked before and did not. */
  failures: GatewayFailure[];
};

/**
 * Fetches a content as a CAR from the first gateway that delivers all of it, every block verified against its
 * CID before it is passed on.
 *
 * @throws {@link ContentUnavailableError} when every gateway answered and none holds it;
 * {@link GatewaysUnreachableError} when some could not be asked;
 * {@link ContentTooLargeError}, {@link UnsupportedContentError} when the content itself is at fault.
 *
 * @example
 * const { value } = await fetchFromGateways({
 *   gateways: ['https://operator.example'],
 *   root: toCid(terms.architecture),
 *   maxBytes: 1_000_000,
 *   receive: collectBlocks,
 * });
 */
export async function fetchFromGateways<Value>(
  parameters: FetchFromGatewaysParameters<Value>,
): Promise<FetchFromGatewaysReturnType<Value>> {
  const { gateways, root, signal } = parameters;
  toPointer(root);
  const failures: GatewayFailure[] = [];
  for (const gateway of gateways) {
    signal?.throwIfAborted();
    const result = await fetchFrom(gateway, parameters);
    if ('value' in result) return { value: result.value, gateway: String(gateway), failures };
    failures.push({ gateway: String(gateway), ...result });
  }
  if (failures.some(({ outcome }) => outcome === 'unreachable')) {
    throw new GatewaysUnreachableError({ root, failures });
  }
  throw new ContentUnavailableError({ root, failures });
}

type Failure = Pick<GatewayFailure, 'outcome' | 'reason'>;

async function fetchFrom<Value>(
  gateway: URL | string,
  {
    root,
    maxBytes,
    receive,
    signal,
    responseTimeoutMs = DEFAULT_RESPONSE_TIMEOUT_MS,
    idleTimeoutMs = DEFAULT_IDLE_TIMEOUT_MS,
    fetch = globalThis.fetch,
  }: FetchFromGatewaysParameters<Value>,
): Promise<{ value: Value } | Failure> {
  const url = contentUrl(gateway, root);
  if (url === undefined) return { outcome: 'misbehaved', reason: 'its address is no http(s) URL' };
  const deadline = createDeadline(signal);
  const whole = setTimeout(
    () => deadline.expire(`it took longer than ${MIN_BYTES_PER_MS} bytes a millisecond allow`),
    responseTimeoutMs + idleTimeoutMs + maxBytes / MIN_BYTES_PER_MS,
  );
  let transferError: { error: unknown } | undefined;
  try {
    let response: Response;
    try {
      response = await deadline.within(responseTimeoutMs, 'it did not answer', () =>
        fetch(url, {
          headers: { accept: 'application/vnd.ipld.car; version=1; order=dfs; dups=n' },
          // A trustless gateway answers itself; following it elsewhere would let a peer choose what we connect to.
          redirect: 'error',
          credentials: 'omit',
          signal: deadline.signal,
        }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      return { outcome: 'unreachable', reason: deadline.expired() ?? reasonOf(error) };
    }
    const refusal = refusalOf(response);
    if (refusal !== undefined || response.body === null) {
      await response.body?.cancel();
      return refusal ?? { outcome: 'misbehaved', reason: 'it answered without a body' };
    }
    const { body } = response;
    const timedChunks = async function* () {
      const chunks = toChunks(body);
      try {
        for (;;) {
          const next = await deadline.within(idleTimeoutMs, 'it paused for too long', () => chunks.next());
          if (next.done) return;
          yield next.value;
        }
      } catch (error) {
        transferError = { error };
        throw error;
      } finally {
        await chunks.return();
      }
    };
    let contentError: unknown;
    const verifiedBlocks = async function* () {
      try {
        yield* verifyDag(decodeCar(timedChunks()), { root, maxBytes });
      } catch (error) {
        contentError = error;
        throw error;
      }
    };
    try {
      return { value: await receive(verifiedBlocks()) };
    } catch (error) {
      signal?.throwIfAborted();
      if (error !== contentError) throw error;
      if (transferError?.error === error) {
        return { outcome: 'unreachable', reason: deadline.expired() ?? reasonOf(error) };
      }
      // Another gateway could not do better: the verified bytes themselves are at fault.
      if (!(error instanceof BaseError) || isFaultOfContent(error)) throw error;
      return { outcome: 'misbehaved', reason: error.shortMessage };
    }
  } finally {
    clearTimeout(whole);
    deadline.dispose();
  }
}

function contentUrl(gateway: URL | string, root: CID): URL | undefined {
  if (!URL.canParse(gateway)) return undefined;
  const base = new URL(gateway);
  if (!['http:', 'https:'].includes(base.protocol)) return undefined;
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return new URL(`${folder}ipfs/${root.toString()}?format=car&dag-scope=all`, base);
}

const NOT_HELD_STATUSES: readonly number[] = [404, 410, 451];
/** What a server says when it is the wrong moment, not the wrong question. */
const TRANSIENT_STATUSES: readonly number[] = [408, 425, 429];

function refusalOf(response: Response): Failure | undefined {
  const { status } = response;
  if (NOT_HELD_STATUSES.includes(status)) return { outcome: 'not-held', reason: `it answered ${status}` };
  if (status >= 500 || TRANSIENT_STATUSES.includes(status)) {
    return { outcome: 'unreachable', reason: `it answered ${status}` };
  }
  if (status !== 200) return { outcome: 'misbehaved', reason: `it answered ${status}` };
  const type = response.headers.get('content-type') ?? 'nothing';
  if (type.split(';')[0]?.trim().toLowerCase() === 'application/vnd.ipld.car') return undefined;
  return { outcome: 'misbehaved', reason: `it answered with ${type} instead of a CAR` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch hides the reason (connection refused, name not found) in the cause.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** One abort signal for the caller's wish and for our own time limits, which remembers which of them it was. */
function createDeadline(signal: AbortSignal | undefined) {
  const controller = new AbortController();
  let expiredBecause: string | undefined;
  const follow = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', follow, { once: true });
  const expire = (reason: string) => {
    expiredBecause ??= reason;
    controller.abort();
  };
  return {
    signal: controller.signal,
    expire,
    expired: () => expiredBecause,
    async within<Value>(milliseconds: number, reason: string, run: () => Promise<Value>): Promise<Value> {
      const timer = setTimeout(() => expire(`${reason} within ${milliseconds} ms`), milliseconds);
      try {
        return await run();
      } finally {
        clearTimeout(timer);
      }
    },
    dispose: () => signal?.removeEventListener('abort', follow),
  };
}
