import type { ArchitecturePlan } from '../architecture/shapes.ts';
import { type ParameterBytes, encodeOnnx } from '../architecture/onnx.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

/** One network with its parameters, ready to run. */
export type Model = {
  plan: ArchitecturePlan;
  /**
   * @param input Of a whole batch, row-major, fits `plan.input`.
   * @param batch How many samples it has.
   * @param into Takes the output, every NaN the same NaN: its bits are the one thing that WebAssembly leaves to the processor.
   */
  run(input: Float32Array, batch: number, into: Float32Array): void;
  release(): void;
};

/** Loads a network into ONNX Runtime. An error here says nothing about the parameters, which were checked before. */
export function createModel(
  onnxRuntime: OnnxRuntime,
  plan: ArchitecturePlan,
  parameters: ParameterBytes,
): Model {
  const session = onnxRuntime.createSession(encodeOnnx(plan, parameters), {
    input: plan.input,
    output: plan.output,
  });
  return {
    plan,
    run(input, batch, into) {
      session.run(input, batch, into);
      if (hasNotFinite(into)) {
        into.forEach((value, index) => (into[index] = Number.isNaN(value) ? NaN : value));
      }
    },
    release: () => session.release(),
  };
}

/** A product with 0 is NaN for NaN and infinities only, and a sum keeps it: faster than to look at each value. */
function hasNotFinite(values: Float32Array): boolean {
  let zero = 0;
  for (let index = 0; index < values.length; index++) zero += (values[index] ?? NaN) * 0;
  return zero !== 0;
}
