import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type AttestationMessage, attestationSchema } from '#protocol/http/attestations.ts';
import { RefusalError, type RefusalCode, isBadSignature } from '#protocol/http/refusal.ts';
import { parseJsonBody } from '../body/parse-json-body.ts';
import type { MessageLimit } from '../limits/message-limit.ts';

/** An attestation takes about 500 bytes. */
const MAXIMUM_BODY_BYTES = 4_096;

const STATUS = {
  'unknown-operator': 403,
  'invalid-signature': 422,
  'not-elected': 403,
  'not-expected': 409,
  'too-early': 425,
  'wrong-chain': 409,
  'wrong-definition': 409,
  'rate-limited': 429,
} as const satisfies Record<RefusalCode, number>;

export type AttestationsApiParameters = {
  /**
   * Takes an attestation; taking one again changes nothing.
   *
   * @throws {RefusalError} when it breaks a rule.
   */
  accept: (attestation: AttestationMessage) => Promise<void>;
  /** Bounds what one sender may send. @throws {RateLimitedError} */
  limit: MessageLimit;
  /** The network address that a request came from. */
  remoteAddress: (context: Context) => string;
  /** Told of errors that are not the sender's fault, which the answer does not show. */
  onError: (error: unknown) => void;
};

/**
 * `POST /attestations`: operators hand their signatures to an aggregator. 202 with `{}` once it is stored, else
 * `{ error: { code, message } }`.
 */
export function createAttestationsApi(parameters: AttestationsApiParameters): Hono {
  const { accept, limit, remoteAddress, onError } = parameters;
  const api = new Hono();
  const sized = bodyLimit({
    maxSize: MAXIMUM_BODY_BYTES,
    onError: (context) =>
      context.json(
        { error: { code: 'too-large', message: `An attestation has at most ${MAXIMUM_BODY_BYTES} bytes.` } },
        413,
      ),
  });
  api.post('/attestations', sized, async (context) => {
    const body = await parseJsonBody(context, attestationSchema);
    if ('problem' in body) {
      return context.json({ error: { code: 'malformed', message: body.problem } }, 400);
    }
    const sender = { operator: body.value.operator, remoteAddress: remoteAddress(context) };
    try {
      await limit.count(sender);
      await accept(body.value);
      return context.json({}, 202);
    } catch (error) {
      if (isBadSignature(error)) await limit.penalise(sender);
      if (error instanceof RefusalError) {
        return context.json({ error: { code: error.code, message: error.message } }, STATUS[error.code]);
      }
      onError(error);
      return context.json({ error: { code: 'internal', message: 'Internal server error' } }, 500);
    }
  });
  return api;
}
