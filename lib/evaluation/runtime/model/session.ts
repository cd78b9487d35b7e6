import * as ort from 'onnxruntime-web/wasm';
import { BaseError } from '#protocol/errors/base.ts';
import type { ModelPlan, ParameterBytes } from './plan.ts';

/** A tensor as it enters and leaves a model: row-major; whole numbers only enter. */
export type ModelTensor = {
  name: string;
  dims: readonly number[];
  data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
};

/** A tensor that leaves a model. */
export type ModelOutputTensor = ModelTensor & { data: Float32Array<ArrayBuffer> };

/** One network with its parameters, ready to run. */
export type Model = {
  plan: ModelPlan;
  /**
   * @param inputs Fit `plan.inputs`, in their order, each with the batch dimension in front.
   * @returns The outputs in the order of `plan.outputs`, every NaN the same NaN: its bits are the one thing that
   * WebAssembly leaves to the processor.
   */
  run(inputs: readonly ModelTensor[]): Promise<ModelOutputTensor[]>;
  release(): Promise<void>;
};

/** ONNX Runtime found something in a graph that it cannot compute; it would on every machine. */
export class UnsupportedGraphError extends BaseError {
  override name = 'UnsupportedGraphError';
  constructor(cause: unknown) {
    super('ONNX Runtime cannot load the graph.', { cause });
  }
}

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

/**
 * Loads a network into ONNX Runtime.
 *
 * @throws UnsupportedGraphError; any other error says nothing about the network, which was checked before.
 */
export async function createModel(plan: ModelPlan, parameters: ParameterBytes): Promise<Model> {
  const session = await createSession(plan.encode(parameters));
  return {
    plan,
    async run(inputs) {
      const feeds = Object.fromEntries(
        inputs.map(({ name, data, dims }) => [
          name,
          data instanceof Int32Array
            ? new ort.Tensor('int32', data, dims)
            : new ort.Tensor('float32', data, dims),
        ]),
      );
      const outputs = await exclusively(() => session.run(feeds));
      return plan.outputs.map(({ name }) => {
        const output = outputs[name];
        if (!(output?.data instanceof Float32Array)) {
          throw new TypeError(`ONNX Runtime returned no float32 output named ${name}.`);
        }
        const values = ownFloats(output.data);
        if (hasNotFinite(values))
          values.forEach((value, index) => (values[index] = Number.isNaN(value) ? NaN : value));
        return { name, dims: output.dims, data: values };
      });
    },
    async release() {
      await exclusively(() => session.release());
    },
  };
}

async function createSession(graph: Uint8Array): Promise<ort.InferenceSession> {
  try {
    return await exclusively(() =>
      ort.InferenceSession.create(graph, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' }),
    );
  } catch (error) {
    throw isRefusal(error) ? new UnsupportedGraphError(error) : error;
  }
}

/** ONNX Runtime's codes for a graph that is wrong or beyond it: fail, invalid argument, not implemented, invalid graph. */
const REFUSAL_CODES: ReadonlySet<string> = new Set(['1', '2', '9', '10']);

/** Whether the graph is to blame. Whatever could be a lack of memory is not the graph's fault. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = /ERROR_CODE: (\d+)/.exec(error.message)?.[1] ?? '';
  return REFUSAL_CODES.has(code) && !/alloc|memory/i.test(error.message);
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
