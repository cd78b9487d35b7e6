import type { ModelCost } from './cost.ts';

/** Sizes of a tensor, outermost first. Shapes of samples leave the batch dimension out. */
export type Shape = readonly number[];

/** What a tensor that enters a model holds: real numbers, or whole numbers such as tokens. */
export type ElementType = 'float32' | 'int32';

export type ModelInput = {
  /** Its name in `model.run`. */
  name: string;
  type: ElementType;
  /** Of one sample. */
  shape: Shape;
  /** Of whole numbers: each must be at least 0 and less than this, the rows of the smallest table that they select from. */
  below?: number;
};

/** Float32. */
export type ModelOutput = { name: string; shape: Shape };

/** Little-endian float32 values of each parameter tensor. */
export type ParameterBytes = ReadonlyMap<string, Uint8Array>;

/** Where training starts: what PyTorch's modules do by default, or what an ONNX graph holds. */
export type InitialValues =
  | { kind: 'constant'; value: number }
  /** Uniform in ±bound. */
  | { kind: 'uniform'; bound: number }
  /** Mean 0, deviation 1. */
  | { kind: 'normal' }
  | { kind: 'values'; bytes: Uint8Array };

/** One step of a network, as people see it: a layer of `architecture.json`, or a node of an ONNX graph. */
export type PlannedStep = {
  /** The prefix of its parameters' names, or the node's name. */
  name: string;
  type: string;
  /** Of one sample. */
  outputShape: Shape;
  /** Its parameters: names in the `state_dict`, and shapes. */
  parameters: readonly { name: string; shape: Shape }[];
  /** Multiplications (each with its addition) for one sample. */
  multiplyAdds: number;
};

/** What a network asks for, known before anything runs. */
export type ModelPlan = {
  inputs: readonly ModelInput[];
  outputs: readonly ModelOutput[];
  steps: readonly PlannedStep[];
  /** Every parameter tensor with its shape, in the order of the network. */
  parameters: ReadonlyMap<string, Shape>;
  initialValues: ReadonlyMap<string, InitialValues>;
  /** Whole numbers that PyTorch saves beside the parameters and no evaluation needs: `num_batches_tracked`. */
  ignored: ReadonlySet<string>;
  parameterCount: number;
  /** For one sample. */
  multiplyAdds: number;
  cost: ModelCost;
  /**
   * Writes the network as an ONNX model with its parameters inside and a free batch dimension.
   *
   * @param parameters Every tensor of `parameters`, checked before.
   */
  encode(parameters: ParameterBytes): Uint8Array<ArrayBuffer>;
};

export function elementCount(shape: Shape): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
