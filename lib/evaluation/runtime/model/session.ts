import { BaseError } from '#protocol/errors/base.ts';
import { OnnxRuntimeError, type OnnxRuntime } from './onnx-runtime.ts';
import type { ModelPlan, ParameterBytes } from './plan.ts';

/** Values that enter a model: real numbers, or whole ones where the plan says `int32`. */
export type InputValues = Float32Array | Int32Array;

/** One network with its parameters, ready to run. */
export type Model = {
  plan: ModelPlan;
  /**
   * @param inputs For each of `plan.inputs`, the values of a whole batch, row-major.
   * @param batch How many samples it has.
   * @param into For each of `plan.outputs`, takes its values, every NaN the same NaN: its bits are the one thing that
   * WebAssembly leaves to the processor.
   * @throws OnnxRuntimeError
   */
  run(inputs: readonly InputValues[], batch: number, into: readonly Float32Array[]): void;
  release(): void;
};

/** ONNX Runtime found something in a graph that it cannot compute; it would on every machine. */
export class UnsupportedGraphError extends BaseError {
  override name = 'UnsupportedGraphError';
  constructor(cause: unknown) {
    super('ONNX Runtime cannot load the graph.', { cause });
  }
}

/**
 * Loads a network into ONNX Runtime.
 *
 * @throws UnsupportedGraphError; any other error says nothing about the network, which was checked before.
 */
export function createModel(onnxRuntime: OnnxRuntime, plan: ModelPlan, parameters: ParameterBytes): Model {
  const session = createSession(onnxRuntime, plan, parameters);
  return {
    plan,
    run(inputs, batch, into) {
      session.run(inputs, batch, into);
      for (const values of into) {
        if (hasNotFinite(values)) {
          values.forEach((value, index) => (values[index] = Number.isNaN(value) ? NaN : value));
        }
      }
    },
    release: () => session.release(),
  };
}

function createSession(onnxRuntime: OnnxRuntime, plan: ModelPlan, parameters: ParameterBytes) {
  try {
    return onnxRuntime.createSession(plan.encode(parameters), plan);
  } catch (error) {
    throw isRefusal(error) ? new UnsupportedGraphError(error) : error;
  }
}

/** ONNX Runtime's codes for a graph that is wrong or beyond it: fail, invalid argument, not implemented, invalid graph. */
const REFUSAL_CODES: ReadonlySet<number> = new Set([1, 2, 9, 10]);

/** Whether the graph is to blame. Whatever could be a lack of memory is not the graph's fault. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof OnnxRuntimeError) || error.code === undefined) return false;
  return REFUSAL_CODES.has(error.code) && !/alloc|memory/i.test(error.details ?? '');
}

/** A product with 0 is NaN for NaN and infinities only, and a sum keeps it: faster than to look at each value. */
function hasNotFinite(values: Float32Array): boolean {
  let zero = 0;
  for (let index = 0; index < values.length; index++) zero += (values[index] ?? NaN) * 0;
  return zero !== 0;
}
