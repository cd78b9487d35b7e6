import type { ModelInput, ModelOutput, PlannedStep } from './plan.ts';
import { type NetworkFiles, readModel } from './read-model.ts';
import { elementCount } from './plan.ts';

/** A network in figures: plain data, for pages and terminals. */
export type ModelDescription = {
  inputs: readonly ModelInput[];
  outputs: readonly ModelOutput[];
  /** Layers, or nodes of the graph, in their order. */
  steps: readonly (PlannedStep & { parameterCount: number })[];
  parameterCount: number;
  /** Of the parameters as float32. */
  parameterBytes: number;
  /** For one sample. */
  multiplyAdds: number;
};

/**
 * Says what a network is and costs, before anything of it runs.
 *
 * @throws ArchitectureError which names the layer or the node that cannot be used.
 *
 * @example
 * const { steps, parameterCount, multiplyAdds } = describeModel({ architecture });
 */
export function describeModel(files: NetworkFiles): ModelDescription {
  const { inputs, outputs, steps, parameterCount, multiplyAdds } = readModel(files);
  return {
    inputs,
    outputs,
    steps: steps.map(({ name, type, outputShape, parameters, multiplyAdds: stepMultiplyAdds }) => ({
      name,
      type,
      outputShape,
      parameters,
      parameterCount: parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0),
      multiplyAdds: stepMultiplyAdds,
    })),
    parameterCount,
    parameterBytes: 4 * parameterCount,
    multiplyAdds,
  };
}
