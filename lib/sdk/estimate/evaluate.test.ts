import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { EvaluationCancelledError } from '#evaluation/runtime/cancelled-error.ts';
import type { EvaluationProgress } from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { TEST_BUDGET, TEST_SEED } from '#evaluation/testing/inputs.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { type EvaluateParameters, evaluate } from './evaluate.ts';
import { estimatePayout } from './payout.ts';
import { estimateWinChance } from './win-chance.ts';

const read = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../../examples/x-squared/${name}`, import.meta.url)));

let evaluator: Evaluator;
let parameters: EvaluateParameters;
beforeAll(async () => {
  evaluator = await createEvaluator();
  parameters = {
    evaluator,
    architecture: await read('architecture.json'),
    evaluation: await read('evaluation.js'),
    championParameters: await read('parameters.safetensors'),
    candidateParameters: await read('trained.safetensors'),
    terms: { targetScore: SCORE_ONE, minGapBps: 500, rounds: 4, requiredWins: 4 },
    budget: TEST_BUDGET,
  };
});
afterAll(() => evaluator.close());

test('default: measures every round that a verdict could take, and the estimates follow', async () => {
  const seen: EvaluationProgress[] = [];
  const measured = await evaluate({ ...parameters, onProgress: (progress) => seen.push(progress) });
  if (measured.outcome !== 'Measured') throw new Error(`it came out as ${measured.outcome}`);
  expect(measured.rounds).toHaveLength(8);
  expect(measured.reports.map(({ phase }) => phase)).toEqual(Array.from({ length: 8 }, () => 'deciding'));
  expect(seen.at(-1)).toMatchObject({ finished: 15, total: 16 });
  const { rounds } = measured;
  expect(estimateWinChance({ rounds, terms: parameters.terms }).chance).toBeGreaterThan(0.7);
  const pool = 10n ** 20n;
  const { paymentOfWin } = estimatePayout({ rounds, terms: parameters.terms, pool, operatorFee: 0n });
  expect(Number(paymentOfWin) / Number(pool)).toBeGreaterThan(0.9);
});

test('behavior: draws fresh data every time, unless a seed is given', async () => {
  const few = { ...parameters, rounds: 2 };
  const [first, second] = [await evaluate(few), await evaluate(few)];
  expect(first).not.toEqual(second);
  const repeated = { ...few, seed: TEST_SEED };
  expect(await evaluate(repeated)).toEqual(await evaluate(repeated));
});

test('behavior: says Invalid for parameters that cannot be judged', async () => {
  const result = await evaluate({ ...parameters, candidateParameters: new Uint8Array(9) });
  expect(result).toMatchObject({ outcome: 'Invalid', reason: { type: 'malformed-parameters' } });
});

test('error: the signal cancels it', async () => {
  const cancellation = new AbortController();
  const running = evaluate({
    ...parameters,
    signal: cancellation.signal,
    onProgress: () => cancellation.abort(),
  });
  await expect(running).rejects.toThrow(EvaluationCancelledError);
});
