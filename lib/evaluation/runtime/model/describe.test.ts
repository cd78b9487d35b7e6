import { expect, test } from 'vitest';
import { recurrentGraph } from '../../testing/graphs.ts';
import { encodeArchitecture } from '../../testing/inputs.ts';
import { describeModel } from './describe.ts';

test('layers are described with their shapes, parameters and multiply–adds', () => {
  const architecture = encodeArchitecture({
    input: { name: 'image', shape: [3, 8, 8] },
    layers: [
      { type: 'conv2d', name: 'stem', outChannels: 4, kernelSize: 3 },
      { type: 'flatten' },
      { type: 'linear', outFeatures: 10 },
    ],
  });
  const description = describeModel({ architecture });
  expect(
    description.steps.map(({ name, type, outputShape, parameterCount, multiplyAdds }) => [
      name,
      type,
      outputShape,
      parameterCount,
      multiplyAdds,
    ]),
  ).toEqual([
    ['stem', 'conv2d', [4, 6, 6], 112, 4 * 36 * 27],
    ['1', 'flatten', [144], 0, 0],
    ['2', 'linear', [10], 1450, 1440],
  ]);
  expect(description).toMatchObject({
    inputs: [{ name: 'image', type: 'float32', shape: [3, 8, 8] }],
    outputs: [{ name: 'y', shape: [10] }],
    parameterCount: 1562,
    parameterBytes: 6248,
    multiplyAdds: 4 * 36 * 27 + 1440,
  });
});

test('a description is plain data, which a worker can send', () => {
  const description = describeModel({
    architecture: encodeArchitecture({ onnx: 'model.onnx' }),
    graph: recurrentGraph(),
  });
  expect(structuredClone(description)).toEqual(description);
  expect(description.steps.map(({ type }) => type)).toEqual([
    'Transpose',
    'GRU',
    'Constant',
    'Squeeze',
    'Gemm',
  ]);
  expect(description.steps[1]).toMatchObject({ parameterCount: 12 + 48 + 24, multiplyAdds: 6 * 4 * 3 * 5 });
});
