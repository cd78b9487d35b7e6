import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { EvaluationCancelledError } from '#evaluation/runtime/cancelled-error.ts';
import type { RoundReport } from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { TEST_BUDGET } from '#evaluation/testing/inputs.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { inspectBundle } from '../bundle/inspect-bundle.ts';
import { type MeasureBaselineParameters, measureBaseline } from './measure-baseline.ts';

let evaluator: Evaluator;
let parameters: MeasureBaselineParameters;
beforeAll(async () => {
  evaluator = await createEvaluator();
  const { bundle } = inspectBundle(await readExampleBundle('x-squared'));
  const terms = { targetScore: SCORE_ONE, minGapBps: 500, rounds: 4, requiredWins: 4 };
  parameters = { evaluator, bundle, terms, budget: TEST_BUDGET };
});
afterAll(() => evaluator.close());

const withJudge = (code: string) => ({
  ...parameters,
  bundle: { ...parameters.bundle, evaluation: new TextEncoder().encode(code) },
});

test('default: the score of each round, told as it ends, and what is left to the target', async () => {
  const told: RoundReport[] = [];
  const measured = await measureBaseline({ ...parameters, onRound: (round) => told.push(round) });
  if (measured.outcome !== 'Measured') throw new Error(`it came out as ${measured.outcome}`);
  const { rounds, sum, distance } = measured;
  expect(rounds).toHaveLength(4);
  expect(told).toEqual(rounds);
  expect(rounds.every(({ champion }) => champion.usage.modelRuns === 1)).toBe(true);
  expect(sum).toBe(rounds.reduce((total, { champion }) => total + champion.score, 0n));
  expect(distance).toBe(4n * SCORE_ONE - sum);
});

test('behavior: evaluation code that fails says where', async () => {
  const measured = await measureBaseline(withJudge('export default () => {\n  return nothing;\n};\n'));
  if (measured.outcome !== 'Measured') throw new Error(`it came out as ${measured.outcome}`);
  const { champion } = measured.rounds[0] ?? {};
  expect(champion?.error).toContain("'nothing' is not defined");
  expect(champion?.error).toContain('evaluation.js:2');
});

test('behavior: a judge with which nothing is left to improve leaves no distance', async () => {
  const measured = await measureBaseline(withJudge('export default () => 1;'));
  expect(measured).toMatchObject({ outcome: 'Measured', distance: 0n });
});

test('behavior: says Invalid for a bundle that cannot be judged', async () => {
  expect(await measureBaseline(withJudge('export const nothing = 1;'))).toMatchObject({
    outcome: 'Invalid',
    reason: { type: 'unusable-evaluation' },
  });
});

test('error: the signal cancels it', async () => {
  const cancellation = new AbortController();
  const running = measureBaseline({
    ...parameters,
    signal: cancellation.signal,
    onRound: () => cancellation.abort(),
  });
  await expect(running).rejects.toThrow(EvaluationCancelledError);
});
