import * as ort from 'onnxruntime-web/wasm';
import type { ArchitecturePlan } from '../architecture/shapes.ts';
import { type ParameterBytes, encodeOnnx } from '../architecture/onnx.ts';

/** A tensor as it enters and leaves a model: row-major float32. */
export type ModelTensor = { name: string; dims: readonly number[]; data: Float32Array<ArrayBuffer> };

/** One network with its parameters, ready to run. */
export type Model = {
  plan: ArchitecturePlan;
  /**
   * @param input Fits `plan.input`, with a batch dimension in front.
   * @returns The output, every NaN the same NaN: its bits are the one thing that WebAssembly leaves to the processor.
   */
  run(input: ModelTensor): Promise<ModelTensor>;
  release(): Promise<void>;
};

/**
 * Points ONNX Runtime at the pinned binary. Its settings are global, so that all engines of a process share them.
 *
 * One thread: more of them would need cross-origin isolation in browsers.
 */
export function configureOnnxRuntime(binary: Uint8Array): void {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = binary;
  ort.env.logLevel = 'error';
}

/** Loads a network into ONNX Runtime. An error here says nothing about the parameters, which were checked before. */
export async function createModel(plan: ArchitecturePlan, parameters: ParameterBytes): Promise<Model> {
  const session = await exclusively(() =>
    ort.InferenceSession.create(encodeOnnx(plan, parameters), {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    }),
  );
  return {
    plan,
    async run({ name, data, dims }) {
      const input = { [name]: new ort.Tensor('float32', data, dims) };
      const outputs = await exclusively(() => session.run(input));
      const output = outputs[plan.output.name];
      if (!(output?.data instanceof Float32Array)) {
        throw new TypeError(`ONNX Runtime returned no float32 output named ${plan.output.name}.`);
      }
      const values = ownFloats(output.data);
      if (hasNotFinite(values))
        values.forEach((value, index) => (values[index] = Number.isNaN(value) ? NaN : value));
      return { name: plan.output.name, dims: output.dims, data: values };
    },
    async release() {
      await exclusively(() => session.release());
    },
  };
}

/** ONNX Runtime copies outputs out of its memory, into arrays of their own. */
function ownFloats(values: Float32Array): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = values;
  return buffer instanceof ArrayBuffer
    ? new Float32Array(buffer, byteOffset, length)
    : new Float32Array(values);
}

/** A product with 0 is NaN for NaN and infinities only, and a sum keeps it: faster than to look at each value. */
function hasNotFinite(values: Float32Array): boolean {
  let zero = 0;
  for (let index = 0; index < values.length; index++) zero += (values[index] ?? NaN) * 0;
  return zero !== 0;
}

let last: Promise<void> = Promise.resolve();

/** ONNX Runtime's single instance takes one call at a time, even of different sessions. */
function exclusively<T>(call: () => Promise<T>): Promise<T> {
  const result = last.then(call);
  last = result.then(
    () => undefined,
    // The caller gets the error; the next call must not.
    () => undefined,
  );
  return result;
}
