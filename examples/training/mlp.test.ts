import { describe, expect, test } from 'vitest';
import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { TEST_SEED } from '#evaluation/testing/inputs.ts';
import { type Loss, binaryCrossEntropy, crossEntropy, meanSquaredError } from './losses.ts';
import { NotAnMlpError, createMlp } from './mlp.ts';
import { initialiseParameters, readParameters } from './parameters-file.ts';

const CASES: { name: string; last: object[]; loss: Loss }[] = [
  {
    name: 'relu and the squared error',
    last: [{ type: 'relu' }],
    loss: meanSquaredError([1, 0, 0, 2, 1, 1]),
  },
  {
    name: 'tanh and the squared error',
    last: [{ type: 'tanh' }],
    loss: meanSquaredError([1, 0, 0, 2, 1, 1]),
  },
  {
    name: 'sigmoid and the cross-entropy of two classes',
    last: [{ type: 'linear', outFeatures: 1 }, { type: 'sigmoid' }],
    loss: binaryCrossEntropy([1, 0]),
  },
  { name: 'softmax and the cross-entropy', last: [{ type: 'softmax' }], loss: crossEntropy([2, 0]) },
];

const architectureOf = (last: object[]) =>
  architectureSchema.parse({
    input: { shape: [2] },
    layers: [
      { type: 'linear', outFeatures: 4 },
      { type: 'tanh' },
      { type: 'linear', outFeatures: 3 },
      { type: 'dropout' },
      ...last,
    ],
  });

describe('the gradients are the slopes of the loss', () => {
  test.for(CASES)('$name', ({ last, loss }) => {
    const architecture = architectureOf(last);
    const mlp = createMlp(architecture, readParameters(architecture, initialiseParameters(architecture, 4)));
    const inputs = createRandomSource(TEST_SEED).uniform(4, -1, 1);
    const batch = { inputs, size: 2, loss };
    const { gradients } = mlp.lossAndGradients(batch);
    for (const [which, values] of mlp.parameters.entries()) {
      for (const [at, given] of values.entries()) {
        const lossAt = (value: number) => {
          values[at] = value;
          return mlp.lossAndGradients(batch).loss;
        };
        const slope = (lossAt(given + 1e-6) - lossAt(given - 1e-6)) / 2e-6;
        values[at] = given;
        expect(gradients[which]?.[at], `parameter ${which}[${at}]`).toBeCloseTo(slope, 6);
      }
    }
  });
});

test('a layer that cannot be trained here is named', () => {
  const architecture = architectureOf([{ type: 'gelu' }]);
  const tensors = readParameters(architecture, initialiseParameters(architecture, 1));
  expect(() => createMlp(architecture, tensors)).toThrow(NotAnMlpError);
});
