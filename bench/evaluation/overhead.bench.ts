/**
 * What an evaluation costs beyond the model: whole-evaluation time divided by the time of the same `session.run` calls
 * in bare `onnxruntime-web`, both in this process, in turns. Of each the fastest of many repetitions counts, which is what
 * the code costs when nothing else disturbs it.
 *
 *     node bench/evaluation/overhead.bench.ts
 */
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import { readEngineBinaries } from '#evaluation/node/binaries.ts';
import { createEngine } from '#evaluation/runtime/engine.ts';
import { type EvaluationInput, evaluate } from '#evaluation/runtime/evaluate.ts';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { elementCount } from '#evaluation/runtime/model/plan.ts';
import { readModel } from '#evaluation/runtime/model/read-model.ts';
import { fitParameters } from '#evaluation/runtime/parameters/fit.ts';
import { TEST_SEED, drawParameters, encodeArchitecture, judge } from '#evaluation/testing/inputs.ts';
import { reportSuite } from '../report.ts';

const ROUNDS = 16;
const BATCH = 1_000;
const WARM_UPS = 3;

const MLP_784 = {
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

const engine = await createEngine(await readEngineBinaries());
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

await reportSuite({
  suite: 'evaluation',
  rows: [
    {
      name: 'evaluation.overhead.mlp784',
      value: await measureOverhead(mlp784, { repetitions: 12 }),
      unit: 'ratio',
      target: 1.15,
      better: 'lower',
    },
    {
      name: 'evaluation.overhead.x-squared',
      value: await measureOverhead(xSquared, { repetitions: 60 }),
      unit: 'ratio',
      target: 2,
      better: 'lower',
    },
  ],
});

async function measureOverhead(
  input: EvaluationInput,
  { repetitions }: { repetitions: number },
): Promise<number> {
  const bare = await createBareRuns(input);
  let wholeMs = Infinity;
  let bareMs = Infinity;
  for (let repetition = -WARM_UPS; repetition < repetitions; repetition++) {
    const whole = await timeMs(async () => {
      const result = await evaluate(engine, input);
      if (result.outcome !== 'NotImproved') throw new Error(`the benchmark came out as ${result.outcome}`);
    });
    const runs = await timeMs(bare.run);
    if (repetition < 0) continue;
    wholeMs = Math.min(wholeMs, whole);
    bareMs = Math.min(bareMs, runs);
  }
  await bare.release();
  return wholeMs / bareMs;
}

/** The model calls of an evaluation and nothing else: sessions and inputs exist before. */
async function createBareRuns(
  input: EvaluationInput,
): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  const plan = readModel(input);
  const [modelInput] = plan.inputs;
  if (!modelInput) throw new Error("the benchmark's network has no input");
  const sessions: ort.InferenceSession[] = [];
  for (const file of [input.championParameters, input.challengerParameters]) {
    const fit = fitParameters(plan, file ?? new Uint8Array());
    if (!fit.fits) throw new Error(`the benchmark's parameters are ${fit.reason.type}`);
    sessions.push(
      await ort.InferenceSession.create(plan.encode(fit.parameters), { executionProviders: ['wasm'] }),
    );
  }
  const random = createRandomSource(TEST_SEED);
  const batches = Array.from({ length: ROUNDS }, () =>
    random.uniform(BATCH * elementCount(modelInput.shape), -10, 10),
  );
  return {
    async run() {
      for (const data of batches) {
        for (const session of sessions) {
          await session.run({ x: new ort.Tensor('float32', data, [BATCH, ...modelInput.shape]) });
        }
      }
    },
    async release() {
      for (const session of sessions) await session.release();
    },
  };
}

async function timeMs(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
