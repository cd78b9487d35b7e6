import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { readExampleContent } from '#examples/read-content.ts';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readEngineParts } from '../../node/engine-parts.ts';
import { EVALUATION_CASES } from '../../testing/cases.ts';
import { TEST_SEED } from '../../testing/inputs.ts';
import { type Engine, createEngine } from '../engine.ts';
import { type RandomSource, createRandomSource } from '../judge/random.ts';
import { fitParameters } from '../parameters/fit.ts';
import type { OnnxSession } from './onnx-runtime.ts';
import { type ModelPlan, elementCount } from './plan.ts';
import { readModel } from './read-model.ts';

/** Sizes one after the other, as a judge may ask for them: repeated ones, larger and smaller ones. */
const BATCHES = [1, 7, 7, 32, 1];

/** Numbers that a processor may treat specially. */
const UNUSUAL = [NaN, Infinity, -Infinity, -0, 1e-40, -1e-45, 3.4e38, -3.4e38];

type Values = (Float32Array | Int32Array) & { buffer: ArrayBuffer };

let engine: Engine;
beforeAll(async () => {
  const parts = await readEngineParts();
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = parts.onnxRuntime;
  ort.env.logLevel = 'error';
  engine = await createEngine(parts);
});

function drawInputs(plan: ModelPlan, batch: number, random: RandomSource): Values[] {
  return plan.inputs.map(({ type, shape, below = 2 }) => {
    const count = batch * elementCount(shape);
    return type === 'int32' ? random.integers(count, 0, below) : random.uniform(count, -3, 3);
  });
}

/** The outputs of the direct calls. */
function runDirectly(session: OnnxSession, plan: ModelPlan, batch: number, inputs: readonly Values[]) {
  const outputs = plan.outputs.map(({ shape }) => new Float32Array(batch * elementCount(shape)));
  session.run(inputs, batch, outputs);
  return outputs.map(bitsOf);
}

/** The outputs of the package's own API. */
async function runPublicly(
  session: ort.InferenceSession,
  plan: ModelPlan,
  batch: number,
  inputs: readonly Values[],
) {
  const feeds = plan.inputs.map(({ name, type, shape }, index): [string, ort.Tensor] => {
    const values = inputs[index] ?? new Float32Array();
    return [name, new ort.Tensor(type, values, [batch, ...shape])];
  });
  const results = await session.run(Object.fromEntries(feeds));
  return plan.outputs.map(({ name }) => {
    const data = results[name]?.data;
    if (!(data instanceof Float32Array)) throw new Error(`there is no output ${name}`);
    return bitsOf(data);
  });
}

const bitsOf = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

const NETWORKS = [
  // One of the cases is there for its parameters, which do not fit.
  ...EVALUATION_CASES.filter(({ name }) => name !== 'invalid parameters').map(({ name, input }) => ({
    name,
    read: async () => input(),
  })),
  ...EXAMPLE_NAMES.map((name) => ({ name, read: async () => (await readExampleContent(name)).input })),
];

describe('direct calls give exactly the bits of the public API', () => {
  test.for(NETWORKS)('$name', async ({ read }) => {
    const { championParameters, ...files } = await read();
    const plan = readModel(files);
    const fit = fitParameters(plan, championParameters);
    if (!fit.fits) throw new Error('the network cannot run');
    const onnx = plan.encode(fit.parameters);
    const direct = engine.onnxRuntime.createSession(onnx, plan);
    const public_ = await ort.InferenceSession.create(onnx, { executionProviders: ['wasm'] });
    try {
      const random = createRandomSource(TEST_SEED);
      for (const batch of BATCHES) {
        const inputs = drawInputs(plan, batch, random);
        const expected = await runPublicly(public_, plan, batch, inputs);
        expect(runDirectly(direct, plan, batch, inputs)).toEqual(expected);
      }
      const unusual = drawInputs(plan, 8, random).map((values) =>
        values instanceof Float32Array ? values.map((value, index) => UNUSUAL[index] ?? value) : values,
      );
      const expected = await runPublicly(public_, plan, 8, unusual);
      expect(runDirectly(direct, plan, 8, unusual)).toEqual(expected);
    } finally {
      direct.release();
      await public_.release();
    }
  });

  test('a session is not disturbed by another one, whichever runs in between', async () => {
    const { championParameters, challengerParameters, ...files } = (await readExampleContent('digits')).input;
    const plan = readModel(files);
    const onnx = [championParameters, challengerParameters].map((file) => {
      const fit = fitParameters(plan, file);
      if (!fit.fits) throw new Error('the example is broken');
      return plan.encode(fit.parameters);
    });
    const [champion, challenger] = onnx.map((bytes) => engine.onnxRuntime.createSession(bytes, plan));
    if (!champion || !challenger) throw new Error('there are two');
    const inputs = drawInputs(plan, 3, createRandomSource(TEST_SEED));
    const alone = runDirectly(champion, plan, 3, inputs);
    expect(runDirectly(challenger, plan, 3, inputs)).not.toEqual(alone);
    expect(runDirectly(champion, plan, 3, inputs)).toEqual(alone);
    challenger.release();
    expect(runDirectly(champion, plan, 3, inputs)).toEqual(alone);
    champion.release();
  });
});
