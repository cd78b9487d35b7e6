import type { Logger } from 'pino';
import type { Address } from 'viem';
import { z } from 'zod';
import { type Attestation, toAttestationBody } from '#protocol/http/attestations.ts';
import { type SignedClaim, toSendTaskParameters } from '#protocol/http/claims.ts';
import { jsonRpcResponseSchema } from '#protocol/http/json-rpc.ts';
import { type RefusalCode, refusalSchema } from '#protocol/http/refusal.ts';
import type { Operator } from '#sdk/operators/get-operators.ts';
import { pause } from '../timing/pause.ts';

/**
 * The other operators. Messages are delivered in the background: a peer that is slow or dead delays nobody. What
 * a peer took is not sent to it again by this process; after a restart everything still due is sent again, which
 * changes nothing for those who have it.
 */
export type Peers = {
  sendClaim(to: readonly Operator[], claim: SignedClaim): void;
  sendAttestation(to: readonly Operator[], attestation: Attestation): void;
  /** Forgets what was delivered about all other submissions than these. */
  retain(submissionIds: ReadonlySet<bigint>): void;
  /** Ends all deliveries. */
  close(): Promise<void>;
};

const REQUEST_TIMEOUT_MS = 5_000;
/** A peer may see a block a moment later; after these the next block is the next try. */
const RETRY_DELAYS_MS = [100, 200, 400];

type Answer =
  /** `isLate`: the peer has no use for it any more. */
  | { outcome: 'taken'; isLate?: boolean }
  | { outcome: 'refused' | 'unreachable'; reason: string; isRetryable: boolean };

type Message = {
  submissionId: bigint;
  /** The same for the same message. */
  name: string;
  kind: 'claim' | 'attestation';
  post: (endpoint: string, signal: AbortSignal) => Promise<Answer>;
};

export function createPeers({
  log,
  self,
  fetch,
}: {
  log: Logger;
  self: Address;
  /** For their endpoints. */
  fetch: typeof globalThis.fetch;
}): Peers {
  /** By submission: what is delivered, or on its way. */
  const handled = new Map<bigint, Set<string>>();
  /** Peers that last could not be reached: one line in the log is enough. */
  const unreachable = new Set<Address>();
  const running = new Set<Promise<void>>();
  const closing = new AbortController();

  function sendAll(to: readonly Operator[], message: Message): void {
    const known = handled.get(message.submissionId) ?? new Set();
    handled.set(message.submissionId, known);
    for (const { operator, endpoint } of to) {
      const name = `${message.name} ${operator}`;
      if (operator.toLowerCase() === self.toLowerCase() || endpoint === '' || known.has(name)) continue;
      known.add(name);
      const delivery = deliver(endpoint, operator, message).then((isDone) => {
        if (!isDone) known.delete(name);
        running.delete(delivery);
      });
      running.add(delivery);
    }
  }

  /** @returns Whether there is nothing left to do. */
  async function deliver(endpoint: string, operator: Address, message: Message): Promise<boolean> {
    const { submissionId, kind } = message;
    const startedMs = performance.now();
    for (const delayMs of [...RETRY_DELAYS_MS, undefined]) {
      const answer = await message.post(endpoint, closing.signal);
      if (closing.signal.aborted) return false;
      const durationMs = Math.round(performance.now() - startedMs);
      if (answer.outcome !== 'unreachable') unreachable.delete(operator);
      if (answer.outcome === 'taken') {
        log.debug(
          { submissionId, peer: operator, durationMs },
          `${kind} ${answer.isLate ? 'no longer wanted' : 'delivered'}`,
        );
        return true;
      }
      if (!answer.isRetryable) {
        log.warn(
          { submissionId, peer: operator, durationMs, reason: answer.reason },
          `${kind} refused by peer`,
        );
        return true;
      }
      if (delayMs === undefined) {
        const level = answer.outcome === 'refused' || unreachable.has(operator) ? 'debug' : 'warn';
        if (answer.outcome === 'unreachable') unreachable.add(operator);
        log[level](
          { submissionId, peer: operator, durationMs, reason: answer.reason },
          `${kind} not delivered yet`,
        );
        return false;
      }
      await pause(delayMs, closing.signal);
    }
    return false;
  }

  return {
    sendClaim: (to, signed) =>
      sendAll(to, {
        kind: 'claim',
        submissionId: signed.claim.submissionId,
        name: `claim ${signed.claim.seed} ${signed.claim.championId} ${signed.claim.attempt}`,
        post: (endpoint, signal) => postClaim(endpoint, signed, { fetch, signal }),
      }),
    sendAttestation: (to, attestation) =>
      sendAll(to, {
        kind: 'attestation',
        submissionId: attestation.submissionId,
        name: `attestation ${attestation.seed} ${attestation.championId}`,
        post: (endpoint, signal) => postAttestation(endpoint, attestation, { fetch, signal }),
      }),
    retain: (submissionIds) => {
      for (const submissionId of handled.keys()) {
        if (!submissionIds.has(submissionId)) handled.delete(submissionId);
      }
    },
    close: async () => {
      closing.abort();
      await Promise.all(running);
    },
  };
}

type Connection = { fetch: typeof globalThis.fetch; signal: AbortSignal };

async function postClaim(endpoint: string, signed: SignedClaim, connection: Connection): Promise<Answer> {
  const body = { jsonrpc: '2.0', id: 1, method: 'sendTask', params: toSendTaskParameters(signed) };
  const answer = await postJson(endpoint, 'rpc', body, connection);
  if ('outcome' in answer) return answer;
  const parsed = jsonRpcResponseSchema.safeParse(answer.json);
  if (!parsed.success) return { outcome: 'refused', reason: notUnderstood(answer.status), isRetryable: true };
  if (!('error' in parsed.data)) return { outcome: 'taken' };
  const { message, data } = parsed.data.error;
  const code = z.object({ code: refusalSchema.shape.code }).safeParse(data);
  if (!code.success) return { outcome: 'refused', reason: message, isRetryable: true };
  return fromRefusal({ code: code.data.code, message });
}

async function postAttestation(
  endpoint: string,
  attestation: Attestation,
  connection: Connection,
): Promise<Answer> {
  const answer = await postJson(endpoint, 'attestations', toAttestationBody(attestation), connection);
  if ('outcome' in answer) return answer;
  if (answer.status === 202) return { outcome: 'taken' };
  const parsed = z.object({ error: refusalSchema }).safeParse(answer.json);
  if (!parsed.success) return { outcome: 'refused', reason: notUnderstood(answer.status), isRetryable: true };
  return fromRefusal(parsed.data.error);
}

function fromRefusal({ code, message }: { code: RefusalCode; message: string }): Answer {
  if (code === 'not-expected') return { outcome: 'taken', isLate: true };
  return { outcome: 'refused', reason: message, isRetryable: code === 'too-early' };
}

function notUnderstood(status: number): string {
  return `the answer with status ${status} was not understood`;
}

async function postJson(
  endpoint: string,
  path: string,
  body: unknown,
  { fetch, signal }: Connection,
): Promise<{ status: number; json: unknown } | Answer> {
  try {
    const response = await fetch(new URL(path, endpoint.endsWith('/') ? endpoint : `${endpoint}/`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    return { status: response.status, json: await response.json() };
  } catch (error) {
    return { outcome: 'unreachable', reason: reasonOf(error), isRetryable: true };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch hides the reason (connection refused, name not found) in the cause.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
