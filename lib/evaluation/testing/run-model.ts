import { elementCount, type ModelPlan, type ParameterBytes } from '../runtime/model/plan.ts';
import type { OnnxRuntime } from '../runtime/model/onnx-runtime.ts';
import { type InputValues, createModel } from '../runtime/model/session.ts';

/** What left a model: in the plan's order, with the batch in front. */
export type ModelOutputs = readonly { name: string; dims: readonly number[]; data: Float32Array }[];

/** Loads a network and runs it once for each batch of inputs. */
export function runModel(
  onnxRuntime: OnnxRuntime,
  parameters: {
    plan: ModelPlan;
    parameters: ParameterBytes;
    /** For each run, the number of samples and the values of each input, in the plan's order. */
    runs: readonly { batch: number; inputs: readonly InputValues[] }[];
  },
): ModelOutputs[] {
  const { plan, runs } = parameters;
  const model = createModel(onnxRuntime, plan, parameters.parameters);
  try {
    return runs.map(({ batch, inputs }) => {
      const outputs = plan.outputs.map(({ name, shape }) => ({
        name,
        dims: [batch, ...shape],
        data: new Float32Array(batch * elementCount(shape)),
      }));
      const leaving = outputs.map(({ data }) => data);
      model.run(inputs, batch, leaving);
      return outputs;
    });
  } finally {
    model.release();
  }
}

/** Values for every input of a network, all the same. */
export function constantInputs(plan: ModelPlan, batch: number, value: number): InputValues[] {
  return plan.inputs.map(({ type, shape }) => {
    const count = batch * elementCount(shape);
    return (type === 'int32' ? new Int32Array(count) : new Float32Array(count)).fill(value);
  });
}
