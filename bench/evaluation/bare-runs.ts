import * as ort from 'onnxruntime-web/wasm';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { elementCount } from '#evaluation/runtime/model/plan.ts';
import { readModel } from '#evaluation/runtime/model/read-model.ts';
import { fitParameters } from '#evaluation/runtime/parameters/fit.ts';
import { TEST_SEED } from '#evaluation/testing/inputs.ts';
import type { MeasuredCase } from './cases.ts';

/** The model calls of an evaluation and nothing else, by `onnxruntime-web` as it is: sessions and inputs exist before. */
export async function createBareRuns(
  binary: Uint8Array,
  { input, batch, runsPerRound }: MeasuredCase,
): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = binary;
  ort.env.logLevel = 'error';
  const plan = readModel(input);
  const { name, shape } = plan.inputs[0] ?? { name: '', shape: [] };
  const sessions: ort.InferenceSession[] = [];
  for (const file of [input.championParameters, input.challengerParameters]) {
    const fit = fitParameters(plan, file ?? new Uint8Array());
    if (!fit.fits) throw new Error(`the benchmark's parameters are ${fit.reason.type}`);
    const onnx = plan.encode(fit.parameters);
    sessions.push(await ort.InferenceSession.create(onnx, { executionProviders: ['wasm'] }));
  }
  const random = createRandomSource(TEST_SEED);
  const batches = Array.from({ length: input.terms.rounds }, () =>
    random.uniform(batch * elementCount(shape), -10, 10),
  );
  const dims = [batch, ...shape];
  return {
    async run() {
      for (const data of batches) {
        for (const session of sessions) {
          for (let call = 0; call < runsPerRound; call++) {
            await session.run({ [name]: new ort.Tensor('float32', data, dims) });
          }
        }
      }
    },
    async release() {
      for (const session of sessions) await session.release();
    },
  };
}
