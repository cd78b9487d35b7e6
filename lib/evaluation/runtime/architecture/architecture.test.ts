import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { readEngineBinaries } from '../../node/binaries.ts';
import { encodeArchitecture, encodeText } from '../../testing/inputs.ts';
import { type Engine, createEngine } from '../engine.ts';
import { createModel } from '../model/session.ts';
import { ArchitectureError, parseArchitecture } from './schema.ts';
import { type ArchitecturePlan, elementCount, planArchitecture } from './shapes.ts';

const planOf = (architecture: object): ArchitecturePlan =>
  planArchitecture(parseArchitecture(encodeArchitecture(architecture)));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineBinaries());
});

/** Runs a network; parameters not given are all 0.5. */
async function outputOf(
  architecture: object,
  {
    input,
    parameters = {},
  }: { input: readonly number[]; parameters?: { [name: string]: readonly number[] } },
): Promise<{ dims: readonly number[]; data: number[] }> {
  const plan = planOf(architecture);
  const bytes = new Map(
    [...plan.parameters].map(([name, shape]) => {
      const values = Float32Array.from(
        parameters[name] ?? Array.from({ length: elementCount(shape) }, () => 0.5),
      );
      return [name, new Uint8Array(values.buffer)];
    }),
  );
  const model = createModel(engine.onnxRuntime, plan, bytes);
  const batch = input.length / elementCount(plan.input.shape);
  const output = new Float32Array(batch * elementCount(plan.output.shape));
  model.run(Float32Array.from(input), batch, output);
  model.release();
  return { dims: [batch, ...plan.output.shape], data: [...output] };
}

test('shapes, parameters and multiply–adds are known before anything runs', () => {
  const plan = planOf({
    input: { name: 'image', shape: [3, 32, 32] },
    output: { name: 'classes' },
    layers: [
      { type: 'conv2d', outChannels: 8, kernelSize: 3, padding: 1 },
      { type: 'relu' },
      { type: 'maxPool2d', kernelSize: 2 },
      { type: 'flatten' },
      { type: 'linear', outFeatures: 10 },
      { type: 'softmax' },
    ],
  });
  expect(plan.layers.map((planned) => planned.outputShape)).toEqual([
    [8, 32, 32],
    [8, 32, 32],
    [8, 16, 16],
    [2048],
    [10],
    [10],
  ]);
  expect([...plan.parameters]).toEqual([
    ['0.weight', [8, 3, 3, 3]],
    ['0.bias', [8]],
    ['4.weight', [10, 2048]],
    ['4.bias', [10]],
  ]);
  expect(plan.parameterCount).toBe(216 + 8 + 20480 + 10);
  expect(plan.multiplyAdds).toBe(8 * 32 * 32 * 27 + 20480);
  expect(plan.output).toEqual({ name: 'classes', shape: [10] });
});

test('linear computes x · Wᵀ + b', async () => {
  const architecture = { input: { shape: [2] }, layers: [{ type: 'linear', outFeatures: 2 }] };
  const parameters = { '0.weight': [1, 2, 3, 4], '0.bias': [10, 20] };
  expect(await outputOf(architecture, { input: [1, 1, 0, 2], parameters })).toEqual({
    dims: [2, 2],
    data: [13, 27, 14, 28],
  });
});

test('linear applies to the last dimension of longer shapes', async () => {
  const architecture = { input: { shape: [2, 2] }, layers: [{ type: 'linear', outFeatures: 1 }] };
  const parameters = { '0.weight': [1, 10], '0.bias': [0.5] };
  expect(await outputOf(architecture, { input: [1, 2, 3, 4], parameters })).toEqual({
    dims: [1, 2, 1],
    data: [21.5, 43.5],
  });
});

test('conv2d pads and strides as PyTorch does', async () => {
  const architecture = {
    input: { shape: [1, 3, 3] },
    layers: [{ type: 'conv2d', outChannels: 1, kernelSize: 2, stride: 2, padding: 1, bias: false }],
  };
  const parameters = { '0.weight': [1, 2, 3, 4] };
  // torch.nn.functional.conv2d(torch.arange(1., 10.).reshape(1, 1, 3, 3), weight, stride=2, padding=1)
  expect(await outputOf(architecture, { input: [1, 2, 3, 4, 5, 6, 7, 8, 9], parameters })).toEqual({
    dims: [1, 1, 2, 2],
    data: [4, 18, 36, 77],
  });
});

test('maxPool2d takes the largest of each window', async () => {
  const architecture = { input: { shape: [1, 2, 4] }, layers: [{ type: 'maxPool2d', kernelSize: 2 }] };
  expect(await outputOf(architecture, { input: [1, 5, 2, 0, 3, 4, 8, 7] })).toEqual({
    dims: [1, 1, 1, 2],
    data: [5, 8],
  });
});

test.each([
  ['relu', [-1, 2], [0, 2]],
  ['tanh', [0.5, -2], [0.46211716, -0.9640276]],
  ['sigmoid', [0, 3], [0.5, 0.95257413]],
  ['gelu', [1, -1], [0.84134474, -0.15865526]],
  ['softmax', [0, 1], [0.26894143, 0.73105858]],
  ['dropout', [1, -7], [1, -7]],
  ['flatten', [1, -7], [1, -7]],
])('%s computes what PyTorch computes', async (type, input, expected) => {
  const { data } = await outputOf({ input: { shape: [2] }, layers: [{ type }] }, { input });
  data.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 6));
});

test.each<[string, unknown, string]>([
  [
    'an unknown layer',
    { input: { shape: [1] }, layers: [{ type: 'magic' }] },
    "layers[0].type: Invalid discriminator value. Expected 'linear' | 'conv2d'",
  ],
  [
    'a misspelt option',
    { input: { shape: [1] }, layers: [{ type: 'relu' }, { type: 'linear', outFeatures: 2, biass: true }] },
    'layers[1]: Unrecognized key: "biass".',
  ],
  [
    'a size that is not whole',
    { input: { shape: [1] }, layers: [{ type: 'linear', outFeatures: 1.5 }] },
    'layers[0].outFeatures: Invalid input: expected int, received number.',
  ],
  [
    'no layers',
    { input: { shape: [1] }, layers: [] },
    'layers: Too small: expected array to have >=1 items.',
  ],
  [
    'an image layer on a flat input',
    { input: { shape: [4] }, layers: [{ type: 'maxPool2d', kernelSize: 2 }] },
    'layers[0] (maxPool2d): its input is [4], it needs [channels, height, width].',
  ],
  [
    'a window larger than its input',
    { input: { shape: [1, 2, 2] }, layers: [{ type: 'conv2d', outChannels: 1, kernelSize: 3 }] },
    'layers[0] (conv2d): its window of 3 is larger than its input of 2.',
  ],
  [
    'gigantic layers',
    { input: { shape: [2 ** 20] }, layers: [{ type: 'linear', outFeatures: 2 ** 20 }] },
    'layers[0] (linear): more than 67108864 parameters.',
  ],
  [
    'gigantic samples',
    { input: { shape: [2 ** 20, 2 ** 20] }, layers: [{ type: 'relu' }] },
    'input: one sample has more than 16777216 elements.',
  ],
  [
    'one name for input and output',
    { input: { name: 'a', shape: [1] }, output: { name: 'a' }, layers: [{ type: 'relu' }] },
    'input and output are both named "a".',
  ],
])('refuses %s and names the place', (_, architecture, problem) => {
  const plan = () => planArchitecture(parseArchitecture(encodeText(JSON.stringify(architecture))));
  expect(plan).toThrow(ArchitectureError);
  expect(plan).toThrow(problem);
});

test('bytes of any kind are read or refused, never anything else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(encodeText)), (bytes) => {
      try {
        planArchitecture(parseArchitecture(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(ArchitectureError);
      }
    }),
    { seed: 5, numRuns: 500 },
  );
});
