import { expect, test } from 'vitest';
import { recurrentGraph } from '../../testing/graphs.ts';
import { encodeArchitecture } from '../../testing/inputs.ts';
import { readModel } from '../model/read-model.ts';
import { fitParameters } from './fit.ts';
import { InitialValuesMissingError, initialiseParameters } from './initialise.ts';

const SEED = `0x${'5e'.repeat(32)}` as const;

const plan = readModel({
  architecture: encodeArchitecture({
    inputs: [
      { name: 'image', shape: [4, 16, 16] },
      { name: 'token', shape: [1], type: 'int32' },
    ],
    outputs: [
      { name: 'a', from: 'head' },
      { name: 'b', from: 'table' },
    ],
    layers: [
      { type: 'conv2d', name: 'conv', from: 'image', outChannels: 32, kernelSize: 3, groups: 2 },
      { type: 'batchNorm2d', name: 'norm' },
      { type: 'prelu', name: 'slope' },
      { type: 'adaptiveAvgPool2d', outputSize: 1 },
      { type: 'flatten' },
      { type: 'linear', name: 'head', outFeatures: 64 },
      { type: 'embedding', name: 'table', from: 'token', numEmbeddings: 100, embeddingDim: 20 },
    ],
  }),
});

function valuesOf(name: string, seed: `0x${string}` = SEED): Float32Array {
  const fit = fitParameters(plan, initialiseParameters(plan, seed));
  if (!fit.fits) throw new Error(JSON.stringify(fit.reason));
  return new Float32Array(new Uint8Array(fit.parameters.get(name) ?? []).buffer);
}

const deviation = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

test.each([
  // 1 / √(input channels of a group · 3 · 3) and 1 / √(inputs), PyTorch's Kaiming uniform with a = √5.
  ['conv.weight', 1 / Math.sqrt(18)],
  ['conv.bias', 1 / Math.sqrt(18)],
  ['head.weight', 1 / Math.sqrt(32)],
  ['head.bias', 1 / Math.sqrt(32)],
])('%s is uniform within %d', (name, bound) => {
  const values = valuesOf(name);
  const largest = Math.max(...values.map(Math.abs));
  expect(largest).toBeLessThanOrEqual(bound);
  expect(largest).toBeGreaterThan(0.85 * bound);
  expect(deviation(values)).toBeGreaterThan(0.8 * (bound / Math.sqrt(3)));
  expect(deviation(values)).toBeLessThan(1.2 * (bound / Math.sqrt(3)));
});

test('embeddings are normal', () => {
  const values = valuesOf('table.weight');
  expect(deviation(values)).toBeCloseTo(1, 1);
  expect(values.filter((value) => Math.abs(value) < 1).length / values.length).toBeCloseTo(0.683, 1);
});

test.each([
  ['norm.weight', 1],
  ['norm.bias', 0],
  ['norm.running_mean', 0],
  ['norm.running_var', 1],
  ['slope.weight', 0.25],
])('%s is %d', (name, value) => {
  expect([...new Set(valuesOf(name))]).toEqual([value]);
});

test('equal seeds give equal bytes, other seeds others', () => {
  expect(initialiseParameters(plan, SEED)).toEqual(initialiseParameters(plan, SEED));
  expect(valuesOf('head.weight', `0x${'5f'.repeat(32)}`)).not.toEqual(valuesOf('head.weight'));
});

test('a graph starts from the values that it holds', () => {
  const graph = readModel({
    architecture: encodeArchitecture({ onnx: 'model.onnx' }),
    graph: recurrentGraph(),
  });
  const fit = fitParameters(graph, initialiseParameters(graph, SEED));
  if (!fit.fits) throw new Error(JSON.stringify(fit.reason));
  const bytes = new Uint8Array(fit.parameters.get('head.weight') ?? []);
  expect([...new Float32Array(bytes.buffer)]).toEqual(Array.from({ length: 4 }, () => Math.fround(0.1)));
});

test('a graph without values has nothing to start from', () => {
  const parameters = new Map([['w', [2]]]);
  expect(() => initialiseParameters({ parameters, initialValues: new Map() }, SEED)).toThrow(
    InitialValuesMissingError,
  );
});
