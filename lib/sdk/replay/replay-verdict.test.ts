import { readFile } from 'node:fs/promises';
import { zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { ContentUnavailableError } from '#protocol/content/errors.ts';
import { UNAVAILABLE_TRACE_DIGEST } from '#protocol/verdict/messages.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { type TestGateway, startGateway } from '../../../test/gateways.ts';
import { type JudgedVerdict, useMarketplace } from '../../../test/marketplace.ts';
import { testTerms } from '../../../test/terms.ts';
import type { WriteClient } from '../client.ts';
import { packBundle } from '../content/pack.ts';
import { uploadContent } from '../content/upload-content.ts';
import { createTask } from '../marketplace/create-task.ts';
import { getTaskCost } from '../marketplace/get-task-cost.ts';
import { getTaskDefinition } from '../operators/get-task-definition.ts';
import { approve } from '../token/approve.ts';
import { NothingToReplayError, replayVerdict } from './replay-verdict.ts';

const BUNDLE = new URL('../../../examples/x-squared/', import.meta.url);
const PATHS = ['architecture.json', 'parameters.safetensors', 'evaluation.js', 'task.json'];
const marketplace = useMarketplace({ operatorCount: 1 });

let evaluator: Evaluator;
let gateway: TestGateway;
let owner: WriteClient;
beforeAll(async () => {
  const { deployment, accounts, clientOf } = marketplace();
  evaluator = await createEvaluator();
  owner = clientOf(accounts.owner);
  gateway = await startGateway({
    scope: { chainId: deployment.chainId, modelSubmission: deployment.contracts.modelSubmission },
  });
});
afterAll(async () => {
  await evaluator.close();
  await gateway.close();
});

/** Publishes the x² task; its baseline gets the verdict that `alter` makes of the true one. */
async function publishBaseline(alter: (verdict: JudgedVerdict) => JudgedVerdict): Promise<bigint> {
  const files = await Promise.all(
    PATHS.map(async (path) => ({ path, content: new Uint8Array(await readFile(new URL(path, BUNDLE))) })),
  );
  const { root, car, sizeBytes, pointers } = await packBundle(files);
  await uploadContent(owner, { gateways: [gateway.url], root, car, sizeBytes, purpose: { kind: 'bundle' } });
  const terms = testTerms(marketplace().deployment, pointers);
  await approve(owner, { token: terms.token, amount: (await getTaskCost(owner, { terms })).total });
  const { baselineId } = await createTask(owner, { terms });
  const { budget } = await getTaskDefinition(owner, terms);
  const [architecture, championParameters, evaluation] = files.map(({ content }) => content);
  if (!architecture || !championParameters || !evaluation) throw new RangeError('the bundle is incomplete');
  await marketplace().settle({
    submissionId: baselineId,
    verdict: async (seed) => {
      const result = await evaluator.evaluate({
        architecture,
        evaluation,
        championParameters,
        terms,
        seed,
        budget,
      });
      if (result.outcome === 'Invalid') throw new RangeError('the example is broken');
      const { outcome, wins, traceDigest, championDecidingSum } = result;
      return alter({
        championId: baselineId,
        outcome,
        wins,
        championDecidingSum,
        challengerDecidingSum: 0n,
        championPricingSum: 0n,
        challengerPricingSum: 0n,
        traceDigest,
      });
    },
  });
  return baselineId;
}

const replay = (submissionId: bigint, gateways = [gateway.url]) =>
  replayVerdict(owner, { submissionId, evaluator, gateways });

describe('replayVerdict', () => {
  test('default: an honest verdict comes out equal, bit for bit', async () => {
    const submissionId = await publishBaseline((verdict) => verdict);
    const { isEqual, differences, verdict, result } = await replay(submissionId);
    expect({ isEqual, differences }).toEqual({ isEqual: true, differences: [] });
    expect(result.traceDigest).toBe(verdict.traceDigest);
  });

  test('behavior: says where a verdict differs', async () => {
    const submissionId = await publishBaseline((verdict) => ({
      ...verdict,
      championDecidingSum: SCORE_ONE / 2n,
      traceDigest: zeroHash,
    }));
    const { isEqual, differences, result } = await replay(submissionId);
    expect(isEqual).toBe(false);
    expect(differences.map(({ field }) => field)).toEqual(['championDecidingSum', 'traceDigest']);
    expect(differences[1]).toEqual({ field: 'traceDigest', chain: zeroHash, replayed: result.traceDigest });
  });

  test('error: nothing was evaluated', async () => {
    const submissionId = await publishBaseline(({ championId }) => ({
      championId,
      outcome: 'Unavailable',
      wins: 0,
      championDecidingSum: 0n,
      challengerDecidingSum: 0n,
      championPricingSum: 0n,
      challengerPricingSum: 0n,
      traceDigest: UNAVAILABLE_TRACE_DIGEST,
    }));
    await expect(replay(submissionId)).rejects.toThrow(NothingToReplayError);
  });

  test('error: no gateway holds the content any more', async () => {
    const submissionId = await publishBaseline((verdict) => verdict);
    const { deployment } = marketplace();
    const empty = await startGateway({
      scope: { chainId: deployment.chainId, modelSubmission: deployment.contracts.modelSubmission },
    });
    try {
      await expect(replay(submissionId, [empty.url])).rejects.toThrow(ContentUnavailableError);
    } finally {
      await empty.close();
    }
  });
});
