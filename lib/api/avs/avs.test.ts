import { describe, expect, test } from 'vitest';
import { privateKeyToAccount } from 'viem/accounts';
import { zeroHash } from 'viem';
import { type SignedClaim, toSendTaskParameters } from '#protocol/http/claims.ts';
import { UnknownOperatorError } from '#protocol/http/refusal.ts';
import { createMessageLimit } from '../limits/message-limit.ts';
import { createAvsApi } from './avs.ts';

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const signed: SignedClaim = {
  claim: {
    submissionId: 2n ** 33n,
    seed: `0x${'aa'.repeat(32)}`,
    championId: 2n ** 32n,
    attempt: 3,
    proofOfTask: `0x${'bb'.repeat(32)}`,
  },
  taskDefinitionId: 1,
  performer: account.address,
  signature: await account.signMessage({ message: { raw: zeroHash } }),
  chainId: 31337,
};
const params = toSendTaskParameters(signed);

function createApi(acceptClaim: (claim: SignedClaim) => Promise<void> = async () => undefined) {
  const errors: unknown[] = [];
  const api = createAvsApi({
    acceptClaim,
    limit: createMessageLimit(),
    remoteAddress: () => '10.0.0.1',
    onError: (error) => errors.push(error),
  });
  const send = async (body: string, path = '/rpc') => {
    const response = await api.request(path, { method: 'POST', body });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, json };
  };
  return { send, errors };
}

describe('sendTask', () => {
  test('default: the claim arrives as it was sent and is answered with true', async () => {
    const received: SignedClaim[] = [];
    const { send } = createApi(async (claim) => {
      received.push(claim);
    });
    const answer = await send(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'sendTask', params }));
    expect(answer).toEqual({ status: 200, json: { jsonrpc: '2.0', id: 7, result: true } });
    expect(received).toEqual([signed]);
  });

  test('behavior: a refusal names the rule that was broken', async () => {
    const { send } = createApi(async () => {
      throw new UnknownOperatorError({ operator: account.address });
    });
    const { json } = await send(JSON.stringify({ jsonrpc: '2.0', id: 'a', method: 'sendTask', params }));
    expect(json).toMatchObject({ id: 'a', error: { code: -32000, data: { code: 'unknown-operator' } } });
  });

  test('behavior: errors of the node are reported to it and not shown to the sender', async () => {
    const { send, errors } = createApi(async () => {
      throw new Error('password in the connection string');
    });
    const { json } = await send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'sendTask', params }));
    expect(json).toEqual({ jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'Internal error' } });
    expect(errors).toHaveLength(1);
  });
});

describe('JSON-RPC 2.0', () => {
  test.each([
    ['no JSON', '{', -32700],
    ['another version', JSON.stringify({ jsonrpc: '1.0', id: 1, method: 'sendTask' }), -32600],
    ['no method', JSON.stringify({ jsonrpc: '2.0', id: 1 }), -32600],
    ['an empty batch', '[]', -32600],
    ['a batch that is too long', JSON.stringify(Array(51).fill({})), -32600],
    ['an unknown method', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call' }), -32601],
    ['no parameters', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'sendTask' }), -32602],
    [
      'data of the wrong length',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'sendTask', params: params.with(1, '0x00') }),
      -32602,
    ],
    [
      'a signature that is none',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'sendTask', params: params.with(4, '0xf00d') }),
      -32602,
    ],
  ])('error: %s has its own code', async (_, body, code) => {
    const { json } = await createApi().send(body);
    expect(json).toMatchObject({ jsonrpc: '2.0', error: { code } });
  });

  test('behavior: a batch is answered request by request, notifications and order respected', async () => {
    const call = { jsonrpc: '2.0', method: 'sendTask', params };
    const { json } = await createApi().send(
      JSON.stringify([{ ...call, id: 1 }, call, { ...call, id: 2 }, 5]),
      '/',
    );
    expect(json).toEqual([
      { jsonrpc: '2.0', id: 1, result: true },
      { jsonrpc: '2.0', id: 2, result: true },
      { jsonrpc: '2.0', id: null, error: expect.objectContaining({ code: -32600 }) as unknown },
    ]);
  });

  test('behavior: a notification is not answered', async () => {
    const answer = await createApi().send(JSON.stringify({ jsonrpc: '2.0', method: 'sendTask', params }));
    expect(answer).toEqual({ status: 204, json: undefined });
  });

  test('behavior: a body without end is cut off', async () => {
    const { status } = await createApi().send(JSON.stringify('x'.repeat(70_000)));
    expect(status).toBe(413);
  });
});
