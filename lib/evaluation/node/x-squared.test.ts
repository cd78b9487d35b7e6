import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { initialise, train } from '../../../examples/x-squared/train.ts';
import { type Engine, createEngine } from '../runtime/engine.ts';
import { type EvaluationInput, evaluate } from '../runtime/evaluate.ts';
import { TEST_BUDGET, TEST_SEED } from '../testing/inputs.ts';
import { readEngineParts } from './engine-parts.ts';

const read = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../../examples/x-squared/${name}`, import.meta.url)));

let engine: Engine;
let baseline: Uint8Array<ArrayBuffer>;
let task: Omit<EvaluationInput, 'championParameters'>;

beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
  baseline = await read('parameters.safetensors');
  task = {
    architecture: await read('architecture.json'),
    evaluation: await read('evaluation.js'),
    terms: { targetScore: 999n * 10n ** 15n, minGapBps: 500, rounds: 16, requiredWins: 14 },
    seed: TEST_SEED,
    budget: TEST_BUDGET,
  };
});

test('the baseline of the bundle is the initialisation of seed 1', () => {
  expect(initialise(1)).toEqual(baseline);
});

test('the baseline scores 0 and leaves everything to be improved', async () => {
  const result = await evaluate(engine, { ...task, championParameters: baseline });
  expect(result).toMatchObject({ outcome: 'Baseline', championDecidingSum: 0n });
});

test('training twice with one seed gives the same file', () => {
  const once = () => train({ parameters: baseline, steps: 20, seed: 3 });
  expect(once()).toEqual(once());
});

test('trained parameters win, those trained further win again, and worse ones do not', async () => {
  const trained = train({ parameters: baseline, steps: 200, seed: 7 });
  const first = await evaluate(engine, {
    ...task,
    championParameters: baseline,
    challengerParameters: trained,
  });
  expect(first).toMatchObject({ outcome: 'Improved', wins: 16 });

  const losses: number[] = [];
  const further = train({
    parameters: trained,
    steps: 600,
    seed: 8,
    onProgress: ({ loss }) => losses.push(loss),
  });
  expect(losses).toHaveLength(600);
  const second = await evaluate(engine, {
    ...task,
    championParameters: trained,
    challengerParameters: further,
  });
  expect(second).toMatchObject({ outcome: 'Improved', wins: 16 });
  if (second.outcome === 'Invalid') throw new Error('unreachable');
  expect(second.challengerDecidingSum).toBeGreaterThan(16n * 998n * 10n ** 15n);

  const back = await evaluate(engine, {
    ...task,
    championParameters: further,
    challengerParameters: trained,
  });
  expect(back).toMatchObject({ outcome: 'NotImproved', wins: 0, pricing: [] });
});

test('an exact copy of the champion ties every round and is not an improvement', async () => {
  const champion = train({ parameters: baseline, steps: 100, seed: 7 });
  const result = await evaluate(engine, {
    ...task,
    championParameters: champion,
    challengerParameters: champion,
  });
  expect(result).toMatchObject({ outcome: 'NotImproved', wins: 0 });
  if (result.outcome === 'Invalid') throw new Error('unreachable');
  expect(result.challengerDecidingSum).toBe(result.championDecidingSum);
});
