import type { EvaluationInput } from '../runtime/evaluate.ts';
import { attentionGraph, recurrentGraph } from './graphs.ts';
import {
  SMALL_ARCHITECTURE,
  TEST_BUDGET,
  TEST_TERMS,
  drawParameters,
  encodeArchitecture,
  encodeText,
  judge,
  smallInput,
} from './inputs.ts';

const IMAGE_ARCHITECTURE = {
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

const SEQUENCE_ARCHITECTURE = {
  input: { shape: [4, 6] },
  layers: [{ type: 'linear', outFeatures: 3 }, { type: 'tanh' }],
};

const BRANCHED_ARCHITECTURE = {
  inputs: [
    { name: 'image', shape: [2, 6, 6] },
    { name: 'token', shape: [1], type: 'int32' },
  ],
  outputs: [
    { name: 'value', from: 'value_' },
    { name: 'gate', from: 'gate_' },
  ],
  layers: [
    { type: 'conv2d', name: 'stem', from: 'image', outChannels: 4, kernelSize: 3, padding: 1 },
    { type: 'batchNorm2d' },
    { type: 'hardswish', name: 'act' },
    { type: 'add', name: 'sum', from: ['stem', 'act'] },
    { type: 'adaptiveAvgPool2d', outputSize: 1 },
    { type: 'flatten', name: 'pooled' },
    { type: 'embedding', from: 'token', numEmbeddings: 9, embeddingDim: 4 },
    { type: 'flatten' },
    { type: 'layerNorm' },
    { type: 'mish', name: 'gate_' },
    { type: 'multiply', from: ['pooled', 'gate_'] },
    { type: 'softplus', name: 'value_' },
  ],
};

const GRAPH_ARCHITECTURE = { onnx: 'model.onnx' };

/** Evaluations that must come out the same on every host, down to the last bit and tick. */
export const EVALUATION_CASES: readonly { name: string; input: () => EvaluationInput }[] = [
  {
    name: 'a challenger that wins, deciding and pricing',
    input: () =>
      smallInput({
        evaluation: judge(`
          const x = random.normal(500, 0, 2);
          const { y } = await model.run({ x: { data: x, dims: [500, 1] } });
          return metrics.meanSquaredErrorScore(y.data, x.map((v) => Math.tanh(v)));`),
        championParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 3, scale: 2 }),
        challengerParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 4, scale: 0.1 }),
      }),
  },
  {
    name: 'a convolutional network with every activation',
    input: () =>
      smallInput({
        architecture: encodeArchitecture(IMAGE_ARCHITECTURE),
        championParameters: drawParameters(IMAGE_ARCHITECTURE, { seed: 5 }),
        challengerParameters: drawParameters(IMAGE_ARCHITECTURE, { seed: 6 }),
        evaluation: judge(`
          const image = random.uniform(16 * 432, -1, 1);
          const { probabilities } = await model.run({ image });
          const labels = random.integers(16, 0, 5);
          const given = Array.from(labels, (label, row) => probabilities.data[row * 5 + label]);
          return metrics.logLossScore(given, given.map(() => 1));`),
      }),
  },
  {
    name: 'a linear layer over sequences, and several runs in flight',
    input: () =>
      smallInput({
        architecture: encodeArchitecture(SEQUENCE_ARCHITECTURE),
        championParameters: drawParameters(SEQUENCE_ARCHITECTURE),
        evaluation: judge(`
          const runs = [1, 2, 3].map((batch) => model.run({ x: random.normal(batch * 24) }));
          const results = await Promise.all(runs);
          return Math.abs(results.reduce((sum, { y }) => sum + y.data.at(-1), 0)) / 3;`),
      }),
  },
  {
    name: 'a network with several inputs and outputs',
    input: () =>
      smallInput({
        architecture: encodeArchitecture(BRANCHED_ARCHITECTURE),
        championParameters: drawParameters(BRANCHED_ARCHITECTURE, { seed: 7 }),
        challengerParameters: drawParameters(BRANCHED_ARCHITECTURE, { seed: 8 }),
        evaluation: judge(`
          const token = random.integers(8, 0, 9);
          const { value, gate } = await model.run({ token, image: random.normal(8 * 72) });
          return (value.data.reduce((a, b) => a + b) + gate.data.at(-1)) / 100;`),
      }),
  },
  {
    name: 'a recurrent ONNX graph',
    input: () =>
      smallInput({
        architecture: encodeArchitecture(GRAPH_ARCHITECTURE),
        graph: recurrentGraph(),
        championParameters: drawParameters(GRAPH_ARCHITECTURE, { seed: 9, graph: recurrentGraph() }),
        challengerParameters: drawParameters(GRAPH_ARCHITECTURE, { seed: 10, graph: recurrentGraph() }),
        evaluation: judge(`
          const x = random.uniform(20 * 6, -1, 1);
          const { y } = await model.run({ x });
          return metrics.meanSquaredErrorScore(y.data, x.filter((_, index) => index % 6 === 5));`),
      }),
  },
  {
    name: 'an ONNX graph of tokens, with attention',
    input: () =>
      smallInput({
        architecture: encodeArchitecture(GRAPH_ARCHITECTURE),
        graph: attentionGraph(),
        championParameters: drawParameters(GRAPH_ARCHITECTURE, { seed: 11, graph: attentionGraph() }),
        evaluation: judge(`
          const tokens = random.integers(15, 0, 7);
          const { logits, share } = await model.run({ given: random.normal(9), tokens });
          return Math.abs(logits.data.at(-1)) / 4 + share.data[7];`),
      }),
  },
  {
    name: 'tokens that the table does not have',
    input: () =>
      smallInput({
        architecture: encodeArchitecture(GRAPH_ARCHITECTURE),
        graph: attentionGraph(),
        championParameters: drawParameters(GRAPH_ARCHITECTURE, { graph: attentionGraph() }),
        evaluation: judge('await model.run({ given: [1, 2, 3], tokens: [0, 1, 2, 3, 7] });'),
      }),
  },
  {
    name: 'the interpreter’s own mathematics, text, sorting and regular expressions',
    input: () =>
      smallInput({
        evaluation: judge(`
          let sum = 0;
          for (const v of random.uniform(200, 0.1, 20)) {
            sum += Math.sin(v) + Math.exp(-v) + Math.log(v) + Math.pow(v, 1.37) + Math.tanh(v) + Math.cbrt(v);
          }
          const words = random.permutation(300).join(' ').match(/\\d*7\\d*/g).sort();
          const picked = random.choice(words, 5).map(Number);
          const big = 3n ** 2000n % 1000003n;
          return (Math.abs(sum) + words.length + picked.reduce((a, b) => a + b) + Number(big)) / 2e6;`),
      }),
  },
  {
    name: 'NaN from a model, and scores outside of 0 to 1',
    input: () =>
      smallInput({
        evaluation: judge(`
          const { y } = await model.run({ x: [NaN, Infinity, -0, 1e-40] });
          return y.data[0] + (random.uniform(1)[0] < 0.5 ? 2 : -2) || 7;`),
      }),
  },
  {
    name: 'data, in every form in which it can be read',
    input: () =>
      smallInput({
        data: [
          { name: 'points/x.bin', bytes: new Uint8Array(Float32Array.of(0.5, -1, 2, 3, 1e-40, 7).buffer) },
          { name: 'about.json', bytes: encodeText('{"name": "Übung", "factor": 0.25}') },
        ],
        evaluation: judge(`
          const [about, points] = data.names();
          const { name, factor } = data.json(about);
          const rows = random.integers(50, 0, 3);
          const x = tensor.scale(data.float32Rows(points, 2, rows), factor, 0.1);
          const { y } = await model.run({ x });
          const bytes = data.bytes(points, 1, 9).reduce((sum, byte) => sum + byte) + data.text(about).length;
          const labels = data.rows(points, 1, rows);
          return metrics.areaUnderCurve(y.data.subarray(0, 50), labels.map((byte) => byte & 1)) / name.length + bytes / 1e5;`),
      }),
  },
  { name: 'an exception', input: () => smallInput({ evaluation: judge('null.x') }) },
  { name: 'an endless loop', input: () => smallInput({ evaluation: judge('for (;;);') }) },
  {
    name: 'a backtracking regular expression',
    input: () => smallInput({ evaluation: judge('return /^(a+)+$/.test("a".repeat(64) + "b") ? 1 : 0;') }),
  },
  {
    name: 'endless allocation',
    input: () => smallInput({ evaluation: judge('const kept = []; for (;;) kept.push({ kept });') }),
  },
  {
    name: 'native recursion',
    input: () => smallInput({ evaluation: judge('JSON.parse("[".repeat(1e6));') }),
  },
  {
    name: 'recursion',
    input: () =>
      smallInput({ evaluation: judge('const f = () => f() + 1; try { f(); } catch { return 0.5; }') }),
  },
  {
    name: 'too many model runs',
    input: () =>
      smallInput({
        budget: { ...TEST_BUDGET, modelRuns: 5 },
        terms: { ...TEST_TERMS, rounds: 1, requiredWins: 1 },
        evaluation: judge('for (;;) await model.run({ x: [1] });'),
      }),
  },
  {
    name: 'invalid parameters',
    input: () =>
      smallInput({
        challengerParameters: drawParameters({ ...SMALL_ARCHITECTURE, input: { shape: [2] } }),
      }),
  },
];
