import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../../node/engine-parts.ts';
import { encodeArchitecture, encodeText } from '../../testing/inputs.ts';
import { constantInputs, runModel } from '../../testing/run-model.ts';
import { type Engine, createEngine } from '../engine.ts';
import { elementCount } from '../model/plan.ts';
import { sha256Hex } from '../trace.ts';
import { ArchitectureError } from './error.ts';
import { type ArchitecturePlan, planArchitecture } from './plan-architecture.ts';
import { LAYER_TYPES, parseArchitecture } from './schema.ts';

const planOf = (architecture: object): ArchitecturePlan =>
  planArchitecture(parseArchitecture(encodeArchitecture(architecture)));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
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
  const sampleElements = elementCount(plan.inputs[0]?.shape ?? []);
  const [outputs = []] = runModel(engine.onnxRuntime, {
    plan,
    parameters: bytes,
    runs: [{ batch: input.length / sampleElements, inputs: [Float32Array.from(input)] }],
  });
  const [output] = outputs;
  return { dims: output?.dims ?? [], data: [...(output?.data ?? [])] };
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
  expect(plan.steps.map((planned) => planned.outputShape)).toEqual([
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
  expect(plan.outputs).toEqual([{ name: 'classes', shape: [10] }]);
});

/** The SHA-256 of the ONNX bytes of a network whose parameters' bytes are all 7. */
async function digestOf(architecture: object): Promise<string> {
  const plan = planOf(architecture);
  const bytes = new Map(
    [...plan.parameters].map(([name, shape]) => [name, new Uint8Array(4 * elementCount(shape)).fill(7)]),
  );
  return sha256Hex(plan.encode(bytes));
}

test('what a network is for ONNX Runtime changes only on purpose', async () => {
  const image = {
    input: { name: 'image', shape: [3, 12, 12] },
    output: { name: 'probabilities' },
    layers: [
      { type: 'conv2d', outChannels: 6, kernelSize: 3, padding: 1 },
      { type: 'gelu' },
      { type: 'maxPool2d', kernelSize: 2 },
      { type: 'conv2d', outChannels: 8, kernelSize: [3, 2], stride: 2, bias: false },
      { type: 'relu' },
      { type: 'flatten' },
      { type: 'dropout', p: 0.5 },
      { type: 'linear', outFeatures: 16 },
      { type: 'sigmoid' },
      { type: 'gelu', approximate: 'tanh' },
      { type: 'linear', outFeatures: 5 },
      { type: 'softmax' },
    ],
  };
  const sequence = {
    input: { shape: [4, 6] },
    layers: [
      { type: 'linear', outFeatures: 3 },
      { type: 'tanh' },
      { type: 'linear', outFeatures: 2, bias: false },
      { type: 'softmax' },
    ],
  };
  expect(await digestOf(image)).toBe('0x2e986766bd3ea313f2695c5d6081450bd2ffd10970b704f845ffcd6596323fa4');
  expect(await digestOf(sequence)).toBe('0x53b910b8310e826da6cf7e591a2568199f421a1ee328f8e42de08489b776a59d');
});

test('named layers give their names to their parameters, unnamed ones their position', () => {
  const plan = planOf({
    inputs: [
      { name: 'a', shape: [2, 4] },
      { name: 'tokens', shape: [3], type: 'int32' },
    ],
    outputs: [
      { name: 'left', from: 'sum' },
      { name: 'right', from: 'b.0' },
    ],
    layers: [
      { type: 'linear', name: 'stem', from: 'a', outFeatures: 3, bias: false },
      { type: 'add', name: 'sum', from: ['stem', 'stem'] },
      { type: 'embedding', from: 'tokens', numEmbeddings: 7, embeddingDim: 5 },
      { type: 'batchNorm1d', name: 'b.0' },
    ],
  });
  expect([...plan.parameters]).toEqual([
    ['stem.weight', [3, 4]],
    ['2.weight', [7, 5]],
    ['b.0.weight', [3]],
    ['b.0.bias', [3]],
    ['b.0.running_mean', [3]],
    ['b.0.running_var', [3]],
  ]);
  expect([...plan.ignored]).toEqual(['b.0.num_batches_tracked']);
  expect(plan.inputs).toEqual([
    { name: 'a', type: 'float32', shape: [2, 4] },
    { name: 'tokens', type: 'int32', shape: [3], below: 7 },
  ]);
  expect(plan.outputs).toEqual([
    { name: 'left', shape: [2, 3] },
    { name: 'right', shape: [3, 5] },
  ]);
  // linear two nodes of 6, add 6, Gather 15, norm 15, and the outputs again.
  expect(plan.cost).toEqual({
    sample: { operations: 24 + 6 + 15, elements: 12 + 6 + 15 + 15 + 6 + 15 },
    run: { operations: 0, elements: 0 },
    calls: 7,
  });
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
    "layers[0].type: Invalid discriminator value. Expected 'linear' | 'conv1d' | 'conv2d'",
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
    'both input and inputs',
    { input: { shape: [1] }, inputs: [{ name: 'a', shape: [1] }], layers: [{ type: 'relu' }] },
    'input: exactly one of input and inputs is needed.',
  ],
  [
    'both output and outputs',
    {
      input: { shape: [1] },
      output: {},
      outputs: [{ name: 'a', from: 'r' }],
      layers: [{ type: 'relu', name: 'r' }],
    },
    'output: output and outputs exclude each other.',
  ],
  [
    'a layer that is not there',
    {
      input: { shape: [1] },
      layers: [
        { type: 'relu', from: 'later' },
        { type: 'tanh', name: 'later' },
      ],
    },
    'layers[0] (relu): there is no input and no earlier layer named "later".',
  ],
  [
    'an output of a layer that is not there',
    { input: { shape: [1] }, output: { from: 'other' }, layers: [{ type: 'relu' }] },
    'output "y": there is no layer named "other".',
  ],
  [
    'two layers of one name',
    {
      input: { shape: [1] },
      layers: [
        { type: 'relu', name: 'a' },
        { type: 'relu', name: 'a' },
      ],
    },
    'layers[1] (relu): the name "a" is taken.',
  ],
  [
    'a layer that nothing takes',
    { input: { shape: [1] }, layers: [{ type: 'relu' }, { type: 'tanh', from: 'x' }] },
    'layers[0] (relu): nothing takes what it gives.',
  ],
  [
    'an input that nothing takes',
    {
      inputs: [
        { name: 'a', shape: [1] },
        { name: 'b', shape: [1] },
      ],
      layers: [{ type: 'relu', from: 'b' }],
    },
    'input "a": nothing takes what it gives.',
  ],
  [
    'several inputs without saying which one is meant',
    {
      inputs: [
        { name: 'a', shape: [1] },
        { name: 'b', shape: [1] },
      ],
      layers: [{ type: 'relu' }],
    },
    'layers[0] (relu): there are several inputs, it must say which one it takes in "from".',
  ],
  [
    'a sum of different shapes',
    {
      input: { shape: [2] },
      layers: [
        { type: 'linear', name: 'a', outFeatures: 3 },
        { type: 'add', from: ['x', 'a'] },
      ],
    },
    'layers[1] (add): its inputs differ: [2] and [3].',
  ],
  [
    'a concatenation of different shapes',
    {
      input: { shape: [2, 2] },
      layers: [
        { type: 'linear', name: 'a', outFeatures: 3 },
        { type: 'concat', from: ['x', 'a'] },
      ],
    },
    'layers[1] (concat): its inputs differ beside dimension 1: [2, 2] and [2, 3].',
  ],
  [
    'whole numbers without an embedding',
    { input: { shape: [2], type: 'int32' }, layers: [{ type: 'linear', outFeatures: 1 }] },
    'layers[0] (linear): its input is whole numbers, they need an embedding first.',
  ],
  [
    'an embedding of real numbers',
    { input: { shape: [2] }, layers: [{ type: 'embedding', numEmbeddings: 2, embeddingDim: 2 }] },
    'layers[0] (embedding): its input must be whole numbers: an input of type "int32".',
  ],
  [
    'whole numbers as output',
    { input: { shape: [2], type: 'int32' }, layers: [{ type: 'flatten' }] },
    'output "y": it is whole numbers.',
  ],
  [
    'groups that do not divide the channels',
    { input: { shape: [3, 8] }, layers: [{ type: 'conv1d', outChannels: 4, kernelSize: 3, groups: 2 }] },
    'layers[0] (conv1d): its 3 input and 4 output channels do not divide into 2 groups.',
  ],
  [
    'padding of more than half of a window',
    { input: { shape: [3, 8] }, layers: [{ type: 'maxPool1d', kernelSize: 3, padding: 2 }] },
    'layers[0] (maxPool1d): its padding is more than half of its window.',
  ],
  [
    'unequal adaptive windows of too many positions',
    { input: { shape: [1, 3] }, layers: [{ type: 'adaptiveAvgPool1d', outputSize: 40_000 }] },
    'layers[0] (adaptiveAvgPool1d): its unequal windows have more than 65536 positions along one direction.',
  ],
  [
    'unequal adaptive windows of too many elements',
    { input: { shape: [16, 3, 3] }, layers: [{ type: 'adaptiveMaxPool2d', outputSize: 1_000 }] },
    'layers[0] (adaptiveMaxPool2d): its windows of one sample have more than 16777216 elements.',
  ],
  [
    'a shape of other elements',
    { input: { shape: [6] }, layers: [{ type: 'reshape', shape: [2, 2] }] },
    'layers[0] (reshape): its input [6] does not have the elements of [2, 2].',
  ],
  [
    'dimensions that are no order',
    { input: { shape: [2, 3] }, layers: [{ type: 'permute', dims: [1, 1] }] },
    'layers[0] (permute): its dims must be 1 to 2, each once: 0 is the batch and stays first.',
  ],
  ['a graph where layers are expected', { onnx: 'model.onnx' }, 'It refers to the graph model.onnx.'],
  ['a graph of another name', { onnx: '../../etc/passwd' }, 'onnx: Invalid input: expected "model.onnx".'],
  [
    'gigantic layers',
    { input: { shape: [2 ** 20] }, layers: [{ type: 'linear', outFeatures: 2 ** 20 }] },
    'layers[0] (linear): more than 67108864 parameters.',
  ],
  [
    'gigantic samples',
    { input: { shape: [2 ** 20, 2 ** 20] }, layers: [{ type: 'relu' }] },
    'input "x": one sample has more than 16777216 elements.',
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

const SCRAMBLED = fc.record({
  input: fc.record({ shape: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }) }),
  layers: fc.array(
    fc.record(
      {
        type: fc.constantFrom(...LAYER_TYPES),
        name: fc.constantFrom('a', 'b', 'c.0'),
        from: fc.oneof(fc.constantFrom('a', 'b', 'x'), fc.constant(['x', 'a'])),
        outFeatures: fc.integer({ min: 0, max: 5 }),
        outChannels: fc.constantFrom(1, 2 ** 20),
        kernelSize: fc.constantFrom(1, 3, [2, 2]),
        stride: fc.constantFrom(1, 2),
        padding: fc.constantFrom(0, 1, 'same'),
        outputSize: fc.constantFrom(1, 3),
      },
      { requiredKeys: ['type'] },
    ),
    { maxLength: 6 },
  ),
});

test('networks of random layers are planned or refused, never anything else', () => {
  fc.assert(
    fc.property(SCRAMBLED, (architecture) => {
      try {
        planOf(architecture);
      } catch (error) {
        expect(error).toBeInstanceOf(ArchitectureError);
      }
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

/** Layers that are right by themselves; whether they fit is another matter. */
const FITTING = fc.record({
  input: fc.record({ shape: fc.constantFrom([4], [4, 6], [4, 6, 5], [2, 3, 2, 3]) }),
  layers: fc.array(
    fc.oneof(
      fc
        .constantFrom(
          ...[
            'relu',
            'gelu',
            'selu',
            'silu',
            'mish',
            'softmax',
            'logSigmoid',
            'hardtanh',
            'prelu',
            'flatten',
          ],
          ...['layerNorm', 'batchNorm1d', 'batchNorm2d', 'dropout'],
        )
        .map((type) => ({ type })),
      fc.record({
        type: fc.constantFrom('maxPool1d', 'maxPool2d', 'avgPool1d', 'avgPool2d'),
        kernelSize: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 3 }),
        padding: fc.integer({ min: 0, max: 2 }),
      }),
      fc.record({
        type: fc.constantFrom('conv1d', 'conv2d'),
        outChannels: fc.constantFrom(2, 4),
        kernelSize: fc.integer({ min: 1, max: 4 }),
        dilation: fc.integer({ min: 1, max: 2 }),
        groups: fc.constantFrom(1, 2, 4),
        padding: fc.constantFrom(0, 3, 'same'),
      }),
      fc.record({
        type: fc.constantFrom('adaptiveAvgPool1d', 'adaptiveAvgPool2d', 'adaptiveMaxPool2d'),
        outputSize: fc.constantFrom(1, 2, 3, 5),
      }),
      fc.constantFrom(
        { type: 'linear', outFeatures: 3 },
        { type: 'prelu', numParameters: 4 },
        { type: 'permute', dims: [2, 1] },
        { type: 'reshape', shape: [4, 2, 3] },
        { type: 'concat', from: ['x', 'x'] },
        { type: 'multiply', from: ['x', 'x', 'x'] },
      ),
    ),
    { minLength: 1, maxLength: 4 },
  ),
});

test('what is planned runs, with the shapes that were planned', async () => {
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(FITTING, async (architecture) => {
      let plan: ArchitecturePlan;
      try {
        plan = planOf(architecture);
      } catch {
        // Refused, as the test before shows.
        return;
      }
      const bytes = new Map(
        [...plan.parameters].map(([name, shape]) => [name, new Uint8Array(4 * elementCount(shape))]),
      );
      // ONNX Runtime refuses to write a result into memory that was laid out for another shape.
      runModel(engine.onnxRuntime, {
        plan,
        parameters: bytes,
        runs: [{ batch: 2, inputs: constantInputs(plan, 2, 0) }],
      });
      ran++;
    }),
    { seed: 10, numRuns: 1_500 },
  );
  expect(ran).toBeGreaterThan(50);
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
