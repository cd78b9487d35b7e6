import { describe, expect, test } from 'vitest';
import { type Attestation, toAttestationBody } from '#protocol/http/attestations.ts';
import {
  InvalidSignatureError,
  NotExpectedError,
  TooEarlyError,
  UnknownOperatorError,
} from '#protocol/http/refusal.ts';
import { createMessageLimit } from '../limits/message-limit.ts';
import { createAttestationsApi } from './attestations.ts';

const attestation: Attestation = {
  submissionId: 2n ** 60n + 1n,
  seed: `0x${'aa'.repeat(32)}`,
  championId: 0n,
  operator: '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A',
  signature: `0x${'cc'.repeat(96)}`,
};
const body = toAttestationBody(attestation);

function createApi(
  accept: (attestation: Attestation) => Promise<void> = async () => undefined,
  limit = createMessageLimit(),
) {
  const errors: unknown[] = [];
  const api = createAttestationsApi({
    accept,
    limit,
    remoteAddress: () => '10.0.0.1',
    onError: (error) => errors.push(error),
  });
  const post = async (text: string) => {
    const response = await api.request('/attestations', { method: 'POST', body: text });
    const json: unknown = await response.json();
    return { status: response.status, json };
  };
  return { post, errors };
}

describe('POST /attestations', () => {
  test('behavior: a sender that floods is told to wait, and reaches nothing meanwhile', async () => {
    let accepted = 0;
    const count = async () => {
      accepted += 1;
    };
    const { post } = createApi(count, createMessageLimit({ messages: 1 }));
    expect(await post(JSON.stringify(body))).toMatchObject({ status: 202 });
    expect(await post(JSON.stringify(body))).toMatchObject({
      status: 429,
      json: { error: { code: 'rate-limited' } },
    });
    expect(accepted).toBe(1);
  });

  test('default: the attestation arrives as it was sent', async () => {
    const received: Attestation[] = [];
    const { post } = createApi(async (given) => {
      received.push(given);
    });
    expect(await post(JSON.stringify(body))).toEqual({ status: 202, json: {} });
    expect(received).toEqual([attestation]);
  });

  test.each([
    [new UnknownOperatorError(attestation), 403, 'unknown-operator'],
    [new InvalidSignatureError({ ...attestation, kind: 'BLS' }), 422, 'invalid-signature'],
    [new NotExpectedError({ ...attestation, reason: 'it is NotImproved' }), 409, 'not-expected'],
    [new TooEarlyError({ ...attestation, reason: 'its seed block is not mined' }), 425, 'too-early'],
  ])('behavior: %o is answered with its own status and code', async (error, status, code) => {
    const { post } = createApi(async () => {
      throw error;
    });
    expect(await post(JSON.stringify(body))).toMatchObject({ status, json: { error: { code } } });
  });

  test.each([
    ['no JSON', '{'],
    ['an attestation with more in it', JSON.stringify({ ...body, verdictHash: `0x${'bb'.repeat(32)}` })],
    ['a short signature', JSON.stringify({ ...body, signature: '0xcc' })],
    ['an id that is a JSON number', JSON.stringify({ ...body, submissionId: 1 })],
    ['an id beyond 64 bits', JSON.stringify({ ...body, submissionId: (2n ** 64n).toString() })],
  ])('error: %s is malformed', async (_, text) => {
    expect(await createApi().post(text)).toMatchObject({
      status: 400,
      json: { error: { code: 'malformed' } },
    });
  });

  test('error: a body without end is cut off', async () => {
    expect(await createApi().post(JSON.stringify('x'.repeat(5_000)))).toMatchObject({ status: 413 });
  });

  test('behavior: errors of the node are reported to it and not shown to the sender', async () => {
    const { post, errors } = createApi(async () => {
      throw new Error('password in the connection string');
    });
    const answer = await post(JSON.stringify(body));
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.json)).not.toContain('password');
    expect(errors).toHaveLength(1);
  });
});
