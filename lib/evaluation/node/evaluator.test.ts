import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EvaluationAbstainedError } from '../runtime/abstained-error.ts';
import { EvaluationCancelledError } from '../runtime/cancelled-error.ts';
import { createEngine } from '../runtime/engine.ts';
import { type EvaluationProgress, type RoundReport, evaluate } from '../runtime/evaluate.ts';
import type { Evaluator } from '../runtime/evaluator.ts';
import { SMALL_ARCHITECTURE, TEST_BUDGET, drawParameters, judge, smallInput } from '../testing/inputs.ts';
import { readEngineParts } from './engine-parts.ts';
import { createEvaluator } from './evaluator.ts';

/** Loops for minutes, if nobody ends it. */
const endless = () =>
  smallInput({ evaluation: judge('for (;;);'), budget: { ...TEST_BUDGET, ticks: 1_000_000_000_000n } });

describe('an evaluator', () => {
  let evaluator: Evaluator;

  beforeAll(async () => {
    evaluator = await createEvaluator();
  });
  afterAll(() => evaluator.close());

  test('computes in a child process what the runtime computes in this one', async () => {
    const input = () => smallInput({ challengerParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 7 }) });
    const engine = await createEngine(await readEngineParts());
    expect(await evaluator.evaluate(input())).toEqual(await evaluate(engine, input()));
  });

  test('reports progress', async () => {
    const seen: EvaluationProgress[] = [];
    await evaluator.evaluate(smallInput(), { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ round }) => round)).toEqual([0, 1, 2, 3]);
  });

  test('tells each round as soon as it is over', async () => {
    const told: RoundReport[] = [];
    const result = await evaluator.evaluate(smallInput(), { onRound: (round) => told.push(round) });
    if (result.outcome === 'Invalid') throw new Error('the case is broken');
    expect(told).toEqual(result.rounds);
  });

  test('says Invalid when the architecture cannot be read', async () => {
    const result = await evaluator.evaluate(smallInput({ architecture: new Uint8Array(3) }));
    expect(result).toMatchObject({ outcome: 'Invalid', reason: { type: 'unusable-architecture' } });
  });

  test('ends a native loop when it is cancelled, and goes on', async () => {
    const cancellation = new AbortController();
    const running = evaluator.evaluate(endless(), {
      signal: cancellation.signal,
      onProgress: () => cancellation.abort(),
    });
    await expect(running).rejects.toThrow(EvaluationCancelledError);
    expect(await evaluator.evaluate(smallInput())).toMatchObject({ outcome: 'Baseline' });
  });

  test('evaluates several at once', async () => {
    const inputs = [1, 2, 3].map((seed) =>
      smallInput({ championParameters: drawParameters(SMALL_ARCHITECTURE, { seed }) }),
    );
    const results = await Promise.all(inputs.map((input) => evaluator.evaluate(input)));
    expect(new Set(results.map(({ traceDigest }) => traceDigest)).size).toBe(3);
  });
});

test('the wall clock ends in an abstention, never in a score', async () => {
  const evaluator = await createEvaluator({ wallClockMs: 3_000, warmProcesses: 0 });
  const running = evaluator.evaluate(endless());
  await expect(running).rejects.toThrow(EvaluationAbstainedError);
  await expect(running).rejects.toMatchObject({ abstentionCause: 'wall-clock' });
  await evaluator.close();
});

test('a host without enough memory abstains, and this process survives', async () => {
  const evaluator = await createEvaluator({ memoryBytes: 64 * 1024 ** 2 });
  await expect(evaluator.evaluate(smallInput())).rejects.toMatchObject({ abstentionCause: 'crashed' });
  await evaluator.close();
});

test('memory that the budget allows but the host does not have is an abstention too', async () => {
  const evaluator = await createEvaluator({ memoryBytes: 700 * 1024 ** 2 });
  const hungry = smallInput({
    evaluation: judge('const kept = []; for (;;) kept.push(new Uint8Array(1 << 24).fill(1));'),
    budget: { ...TEST_BUDGET, ticks: 10_000_000_000n, memoryBytes: 2_000 * 1024 ** 2 },
  });
  await expect(evaluator.evaluate(hungry)).rejects.toThrow(EvaluationAbstainedError);
  await evaluator.close();
});

test('closing ends what is running', async () => {
  const evaluator = await createEvaluator();
  const running = evaluator.evaluate(endless(), { onProgress: () => void evaluator.close() });
  await expect(running).rejects.toThrow(EvaluationCancelledError);
  await expect(evaluator.evaluate(smallInput())).rejects.toThrow(EvaluationCancelledError);
});
