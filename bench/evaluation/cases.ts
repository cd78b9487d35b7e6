import { readFile } from 'node:fs/promises';
import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { TEST_SEED, drawParameters, encodeArchitecture, judge } from '#evaluation/testing/inputs.ts';

/** An evaluation that is measured, and the model calls that it makes. */
export type MeasuredCase = { input: EvaluationInput; batch: number; runsPerRound: number };

const ROUNDS = 16;
const BATCH = 1_000;

/** A classifier of images of 28 by 28 points. */
export const MLP_784 = {
  input: { shape: [784] },
  layers: [
    { type: 'linear', outFeatures: 256 },
    { type: 'relu' },
    { type: 'linear', outFeatures: 128 },
    { type: 'relu' },
    { type: 'linear', outFeatures: 10 },
    { type: 'softmax' },
  ],
};

const MLP_784_JUDGE = judge(`
  const x = random.uniform(${BATCH} * 784);
  const { y } = await model.run({ x: { data: x, dims: [${BATCH}, 784] } });
  const labels = random.integers(${BATCH}, 0, 10);
  const predicted = tensor.argMax(y.data, 10);
  return metrics.accuracy(predicted, labels);`);

const CONV_64 = {
  input: { shape: [3, 64, 64] },
  layers: [
    { type: 'conv2d', outChannels: 8, kernelSize: 3, padding: 1 },
    { type: 'relu' },
    { type: 'maxPool2d', kernelSize: 2 },
    { type: 'conv2d', outChannels: 16, kernelSize: 3, padding: 1 },
    { type: 'relu' },
    { type: 'maxPool2d', kernelSize: 2 },
    { type: 'flatten' },
    { type: 'linear', outFeatures: 10 },
    { type: 'softmax' },
  ],
};
const CONV_BATCH = 32;

const CONV_64_JUDGE = judge(`
  const x = random.uniform(${CONV_BATCH} * 3 * 64 * 64);
  const { y } = await model.run({ x: { data: x, dims: [${CONV_BATCH}, 3, 64, 64] } });
  return metrics.accuracy(tensor.argMax(y.data, 10), random.integers(${CONV_BATCH}, 0, 10));`);

const POLICY = {
  input: { shape: [4] },
  layers: [{ type: 'linear', outFeatures: 32 }, { type: 'tanh' }, { type: 'linear', outFeatures: 2 }],
};
const STEPS = 500;

/** A pole on a cart (Barto, Sutton and Anderson), which is played on when it has fallen: always as many steps. */
const CART_POLE_JUDGE = judge(`
  let [x, v, angle, turn] = random.uniform(4, -0.05, 0.05);
  let upright = 0;
  for (let step = 0; step < ${STEPS}; step++) {
    const { y } = await model.run({ x: { data: [x, v, angle, turn], dims: [1, 4] } });
    const force = y.data[1] > y.data[0] ? 10 : -10;
    const sin = Math.sin(angle), cos = Math.cos(angle);
    const push = (force + 0.05 * turn * turn * sin) / 1.1;
    const bend = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - (0.1 * cos * cos) / 1.1));
    const pull = push - (0.05 * bend * cos) / 1.1;
    x += 0.02 * v; v += 0.02 * pull; angle += 0.02 * turn; turn += 0.02 * bend;
    if (Math.abs(x) < 2.4 && Math.abs(angle) < 0.21) upright++;
  }
  return upright / ${STEPS};`);

const common = {
  terms: { targetScore: 10n ** 18n, minGapBps: 10_000, rounds: ROUNDS, requiredWins: ROUNDS },
  seed: TEST_SEED,
  budget: {
    ticks: 1_000_000_000n,
    nativeWork: 100_000_000n,
    tensorElements: 100_000_000n,
    modelRuns: 1_000,
    memoryBytes: 64 * 1024 ** 2,
    stackBytes: 256 * 1024,
  },
} satisfies Partial<EvaluationInput>;

const example = (name: string) => new URL(`../../examples/x-squared/${name}`, import.meta.url);
const read = async (name: string) => new Uint8Array(await readFile(example(name)));

const xSquared: EvaluationInput = {
  ...common,
  architecture: await read('architecture.json'),
  evaluation: await read('evaluation.js'),
  championParameters: await read('parameters.safetensors'),
  challengerParameters: await read('parameters.safetensors'),
};
const mlp784: EvaluationInput = {
  ...common,
  architecture: encodeArchitecture(MLP_784),
  evaluation: MLP_784_JUDGE,
  championParameters: drawParameters(MLP_784, { seed: 1, scale: 0.05 }),
  challengerParameters: drawParameters(MLP_784, { seed: 2, scale: 0.05 }),
};

const conv64: EvaluationInput = {
  ...common,
  architecture: encodeArchitecture(CONV_64),
  evaluation: CONV_64_JUDGE,
  championParameters: drawParameters(CONV_64, { seed: 1, scale: 0.05 }),
  challengerParameters: drawParameters(CONV_64, { seed: 2, scale: 0.05 }),
};
const cartPole: EvaluationInput = {
  ...common,
  architecture: encodeArchitecture(POLICY),
  evaluation: CART_POLE_JUDGE,
  championParameters: drawParameters(POLICY, { seed: 1 }),
  challengerParameters: drawParameters(POLICY, { seed: 2 }),
};

/** The same evaluation, of one round. */
export function firstRound(input: EvaluationInput): EvaluationInput {
  return { ...input, terms: { ...input.terms, rounds: 1, requiredWins: 1 } };
}

/** Judges of several kinds: much and little model beside much and little code. */
export const CASES = {
  mlp784: { input: mlp784, batch: BATCH, runsPerRound: 1 },
  conv64: { input: conv64, batch: CONV_BATCH, runsPerRound: 1 },
  xSquared: { input: xSquared, batch: BATCH, runsPerRound: 1 },
  cartPole: { input: cartPole, batch: 1, runsPerRound: STEPS },
} as const satisfies { [name: string]: MeasuredCase };
