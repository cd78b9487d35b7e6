import { zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import type { DataFile } from '#protocol/task/evaluation-content.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { ContentUnavailableError } from '#protocol/content/errors.ts';
import { UNAVAILABLE_TRACE_DIGEST } from '#protocol/verdict/messages.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { readExampleContent } from '#examples/read-content.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import type { ExampleName } from '#examples/registry.ts';
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

/** A judge of the same network on points that come with the bundle. */
const DATA_JUDGE = `export default async ({ random, model, metrics, data }) => {
  const x = data.float32Rows('points/x.bin', 1, random.integers(100, 0, 4));
  const { y } = await model.run({ x });
  return 1 / (1 + Math.abs(1 - metrics.meanSquaredErrorScore(y.data, x)));
};
`;

type Published = { example?: ExampleName; data?: readonly DataFile[]; evaluation?: string };

/** Publishes an example's task; its baseline gets the verdict that `alter` makes of the true one. */
async function publishBaseline(
  alter: (verdict: JudgedVerdict) => JudgedVerdict,
  { example: name = 'x-squared', data = [], evaluation: code }: Published = {},
): Promise<bigint> {
  const [example, { input }] = await Promise.all([readExampleBundle(name), readExampleContent(name)]);
  const files = [
    ...example.map((file) =>
      file.path === 'evaluation.js' && code !== undefined
        ? { ...file, content: new TextEncoder().encode(code) }
        : file,
    ),
    ...data.map(({ name, bytes }) => ({ path: `data/${name}`, content: bytes })),
  ];
  const { root, car, sizeBytes, pointers } = await packBundle(files);
  await uploadContent(owner, { gateways: [gateway.url], root, car, sizeBytes, purpose: { kind: 'bundle' } });
  const terms = testTerms(marketplace().deployment, pointers);
  await approve(owner, { token: terms.token, amount: (await getTaskCost(owner, { terms })).total });
  const { baselineId } = await createTask(owner, { terms });
  const { budget } = await getTaskDefinition(owner, terms);
  const { challengerParameters: _, ...baseline } = input;
  await marketplace().settle({
    submissionId: baselineId,
    verdict: async (seed) => {
      const result = await evaluator.evaluate({
        ...baseline,
        ...(code === undefined ? {} : { evaluation: new TextEncoder().encode(code), data }),
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

  test('behavior: evaluation code with data comes out equal too', async () => {
    const data = [{ name: 'points/x.bin', bytes: new Uint8Array(Float32Array.of(-1, 0.5, 2, 3).buffer) }];
    const submissionId = await publishBaseline((verdict) => verdict, { data, evaluation: DATA_JUDGE });
    const { isEqual, differences, result } = await replay(submissionId);
    expect({ isEqual, differences }).toEqual({ isEqual: true, differences: [] });
    if (result.outcome === 'Invalid') throw new RangeError('the judge is broken');
    expect(result.rounds.map(({ champion }) => champion.error)).toEqual(result.rounds.map(() => undefined));
    // What was read, and what the network computed.
    expect(result.rounds[0]?.champion.usage.nativeWork).toBeGreaterThan(400n);
  });

  test('behavior: a network that is an ONNX graph, and evaluation code with many images, come out equal too', async () => {
    for (const example of ['sine-forecast', 'digits'] as const) {
      const submissionId = await publishBaseline((verdict) => verdict, { example });
      const { isEqual, differences } = await replay(submissionId);
      expect({ example, isEqual, differences }).toEqual({ example, isEqual: true, differences: [] });
    }
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
