import type { Hono } from 'hono';
import { numberToHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initialise } from '../examples/x-squared/train.ts';
import { createChangeFeed } from '#api/events/change-feed.ts';
import { createRelayedApi } from '#api/public/create-relayed-api.ts';
import { toAttestationBody } from '#protocol/http/attestations.ts';
import { toSendTaskParameters } from '#protocol/http/claims.ts';
import { submissionProgressSchema } from '#protocol/http/progress.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { createBlsSigner } from '#worker/keys/bls.ts';
import { type OperatorNetwork, openOperatorNetwork } from './network/operator-network.ts';

const PATIENCE_MS = 400_000;

describe(
  'the node’s public routes on a server that shares its database alone',
  { timeout: PATIENCE_MS },
  () => {
    let network: OperatorNetwork;
    let api: Hono;
    let closeFeed = () => {};
    let submissionId: bigint;

    beforeAll(async () => {
      network = await openOperatorNetwork({ honestStakes: [1_000], otherStakes: [] });
      const [database] = network.databases;
      if (!database) throw new Error('There is no operator.');
      const onError = () => undefined;
      const feed = createChangeFeed({ database, onError });
      closeFeed = feed.close;
      api = createRelayedApi({ database, feed, nodeName: 'web', nodeVersion: '1.2.3', onError });
      const { taskId } = await network.publish();
      submissionId = await network.submit({ taskId, candidate: initialise(3) });
    }, PATIENCE_MS);

    afterAll(async () => {
      closeFeed();
      await network?.close();
    }, PATIENCE_MS);

    const post = async (path: string, body: unknown) => {
      const response = await api.request(path, { method: 'POST', body: JSON.stringify(body) });
      const json: unknown = await response.json();
      return { status: response.status, json };
    };
    const stranger = '0x1111111111111111111111111111111111111111';
    const seed = numberToHex(1, { size: 32 });

    test('an attestation is decided about by the node, and its refusal is the answer', async () => {
      const [operator] = network.honest;
      if (!operator) throw new Error('There is no operator.');
      const signature = createBlsSigner(numberToHex(9, { size: 32 })).sign(seed);
      const attestation = { submissionId, seed, championId: 1n, operator: stranger, signature } as const;
      expect(await post('/attestations', toAttestationBody(attestation))).toMatchObject({
        status: 403,
        json: { error: { code: 'unknown-operator' } },
      });
      const known = { ...attestation, operator: operator.account.address };
      const answer = await post('/attestations', toAttestationBody(known));
      expect([409, 425]).toContain(answer.status);
      expect(await post('/attestations', { operator: 1 })).toMatchObject({ status: 400 });
    });

    test('a claim by sendTask is decided about by the node, also in a batch', async () => {
      const claim = { submissionId, seed, championId: 1n, attempt: 0, proofOfTask: seed };
      const { taskDefinitionId, chainId } = network.deployment;
      const signature = `0x${'11'.repeat(65)}` as const;
      const params = toSendTaskParameters({
        claim,
        performer: stranger,
        signature,
        taskDefinitionId,
        chainId,
      });
      const request = { jsonrpc: '2.0', id: 1, method: 'sendTask', params };
      const foreign = { ...request, id: 2, params: [...params.slice(0, 6), 99_999] };
      expect(await post('/rpc', [request, foreign])).toMatchObject({
        status: 200,
        json: [
          { id: 1, error: { code: -32000, data: { code: 'unknown-operator' } } },
          { id: 2, error: { code: -32000, data: { code: 'wrong-chain' } } },
        ],
      });
    });

    test('the node API, progress and contents are the node’s', async () => {
      expect(await (await api.request('/eigen/node')).json()).toMatchObject({ node_name: 'web' });
      expect((await api.request('/eigen/node/services/role-attester/health')).status).toBe(200);
      const progress = await (await api.request(`/submissions/${submissionId}/progress`)).json();
      expect(submissionProgressSchema.parse(progress).submissionId).toBe(submissionId.toString());

      await waitForSubmission(network.clientOf(network.honest[0]?.account ?? expect.fail()), {
        submissionId,
        intervalMs: 100,
        timeoutMs: PATIENCE_MS,
      });
      const [database] = network.databases;
      const row = await database?.prisma.submission.findUniqueOrThrow({ where: { id: submissionId } });
      const held = await api.request(`/ipfs/${row?.parametersCid}?format=raw`);
      expect(held.status).toBe(200);
      expect(held.headers.get('content-type')).toBe('application/vnd.ipld.raw');
      expect((await held.arrayBuffer()).byteLength).toBeGreaterThan(0);
      const absent = await api.request(
        '/ipfs/bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy?format=raw',
      );
      expect(absent.status).toBe(404);
    });

    test('nothing that computes verdicts is there', async () => {
      for (const path of ['/task/execute', '/task/validate', '/metrics', '/uploads/x']) {
        const response = await api.request(path, { method: 'POST', body: '{}' });
        expect(response.status, path).toBe(404);
      }
    });
  },
);
