import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { TEST_SEED } from '#evaluation/testing/inputs.ts';
import { drawSeries } from './evaluation.js';
import { forecast, forecastLoss } from './gru.ts';
import { STEPS, readForecastParameters } from './network.ts';

const read = async (name: string) => new Uint8Array(await readFile(new URL(name, import.meta.url)));
const baseline = async () => readForecastParameters(await read('parameters.safetensors'));

test('the network that is trained is the one of model.onnx', async () => {
  const random = createRandomSource(TEST_SEED);
  const { seen } = drawSeries(random, 5);
  const session = await ort.InferenceSession.create(await read('model.onnx'), {
    executionProviders: ['wasm'],
  });
  const { y } = await session.run({ x: new ort.Tensor('float32', seen, [5, STEPS, 1]) });
  await session.release();
  const parameters = await baseline();
  const trained = [0, 1, 2, 3, 4].flatMap((series) => [
    ...forecast(parameters, seen.subarray(series * STEPS, (series + 1) * STEPS)).forecast,
  ]);
  expect(y?.dims).toEqual([5, 8]);
  const differences = trained.map((value, index) => Math.abs(value - Number(y?.data[index])));
  expect(differences).toHaveLength(40);
  expect(Math.max(...differences)).toBeLessThan(1e-5);
});

test('the gradients are the slopes of the loss', async () => {
  const parameters = await baseline();
  const batch = { ...drawSeries(createRandomSource(TEST_SEED), 2), size: 2 };
  const { gradients } = forecastLoss(parameters, batch);
  const names = ['gru.W', 'gru.R', 'gru.B', 'head.weight', 'head.bias'] as const;
  for (const name of names) {
    const values = parameters[name];
    for (const at of [0, Math.floor(values.length / 2), values.length - 1]) {
      const given = values[at] ?? NaN;
      const lossAt = (value: number) => {
        values[at] = value;
        return forecastLoss(parameters, batch).loss;
      };
      const slope = (lossAt(given + 1e-5) - lossAt(given - 1e-5)) / 2e-5;
      values[at] = given;
      expect(gradients[name][at], `${name}[${at}]`).toBeCloseTo(slope, 7);
    }
  }
});
