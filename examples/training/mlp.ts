import type { Architecture } from '#evaluation/runtime/architecture/schema.ts';
import { elementCount, planArchitecture } from '#evaluation/runtime/architecture/shapes.ts';
import type { RandomSource } from '#evaluation/runtime/judge/random.ts';
import { BaseError } from '#protocol/errors/base.ts';

/** A tensor with its name in the `state_dict`. */
export type NamedTensor = { shape: readonly number[]; data: Float32Array };

/** A dense network whose parameters can be trained. Rows are samples; everything is row-major. */
export type Mlp = {
  /** The parameter arrays, for an optimizer to change in place. */
  parameters: readonly Float64Array[];
  /** Mean squared error over a batch, and its gradient for each of `parameters`. */
  lossAndGradients(batch: { inputs: ArrayLike<number>; targets: ArrayLike<number>; size: number }): {
    loss: number;
    gradients: readonly Float64Array[];
  };
  /** The parameters as they are stored, by name. */
  toTensors(): Map<string, NamedTensor>;
};

export class NotAnMlpError extends BaseError {
  override name = 'NotAnMlpError';
  constructor(layer: string) {
    super(`A layer of type ${layer} cannot be trained here.`, {
      metaMessages: [
        'This trainer knows linear layers with a bias, relu, tanh and dropout; use PyTorch for others.',
      ],
    });
  }
}

/** PyTorch's default initialisation of linear layers: uniform in ±1/√(inputs), weights and biases. */
export function initialiseParameters(
  architecture: Architecture,
  random: RandomSource,
): Map<string, NamedTensor> {
  const tensors = new Map<string, NamedTensor>();
  for (const { inputShape, parameters } of planArchitecture(architecture).layers) {
    const bound = 1 / Math.sqrt(elementCount(inputShape));
    for (const { name, shape } of parameters) {
      tensors.set(name, { shape, data: random.uniform(elementCount(shape), -bound, bound) });
    }
  }
  return tensors;
}

/**
 * Builds a trainable network from the dense layers of an architecture.
 *
 * @param tensors Every parameter of the architecture, by name.
 * @throws NotAnMlpError
 */
export function createMlp(architecture: Architecture, tensors: ReadonlyMap<string, NamedTensor>): Mlp {
  const { layers } = planArchitecture(architecture);
  const stages = layers.map((planned): Stage => {
    const { layer, inputShape, parameters } = planned;
    if (layer.type === 'relu') return relu();
    if (layer.type === 'tanh') return tanh();
    if (layer.type === 'dropout') return identity();
    const [weightName, biasName] = parameters.map(({ name }) => name);
    const weight = tensors.get(weightName ?? '');
    const bias = tensors.get(biasName ?? '');
    if (layer.type !== 'linear' || inputShape.length !== 1 || !weight || !bias)
      throw new NotAnMlpError(layer.type);
    return linear({ weight: Float64Array.from(weight.data), bias: Float64Array.from(bias.data) });
  });
  const parameters = stages.flatMap((stage) => stage.parameters);
  const described = layers.flatMap((planned) => planned.parameters);

  return {
    parameters,
    lossAndGradients({ inputs, targets, size }) {
      const backward: Stage['parameters'][] = [];
      const tapes: ReturnType<Stage['forward']>[] = [];
      let values = Float64Array.from(inputs);
      for (const stage of stages) {
        const tape = stage.forward(values, size);
        tapes.push(tape);
        values = tape.output;
      }
      let loss = 0;
      let upstream = values.map((value, index) => {
        const error = value - (targets[index] ?? 0);
        loss += (error * error) / values.length;
        return (2 * error) / values.length;
      });
      for (const tape of tapes.reverse()) {
        const { input, gradients } = tape.backward(upstream);
        backward.unshift(gradients);
        upstream = input;
      }
      return { loss, gradients: backward.flat() };
    },
    toTensors() {
      return new Map(
        described.map(({ name, shape }, index) => [
          name,
          { shape, data: Float32Array.from(parameters[index] ?? []) },
        ]),
      );
    },
  };
}

/** One layer: `forward` remembers on its tape what `backward` needs. */
type Stage = {
  parameters: readonly Float64Array<ArrayBuffer>[];
  forward(
    input: Float64Array<ArrayBuffer>,
    size: number,
  ): {
    output: Float64Array<ArrayBuffer>;
    /** From the gradient of the output to that of the input and of the layer's parameters. */
    backward(upstream: Float64Array<ArrayBuffer>): {
      input: Float64Array<ArrayBuffer>;
      gradients: readonly Float64Array<ArrayBuffer>[];
    };
  };
};

/** y = x · Wᵀ + b with W of shape [outputs, inputs]. */
function linear({
  weight,
  bias,
}: {
  weight: Float64Array<ArrayBuffer>;
  bias: Float64Array<ArrayBuffer>;
}): Stage {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  return {
    parameters: [weight, bias],
    forward(input, size) {
      const output = new Float64Array(size * outputs);
      for (let row = 0; row < size; row++) {
        for (let unit = 0; unit < outputs; unit++) {
          let sum = bias[unit] ?? 0;
          for (let feature = 0; feature < inputs; feature++) {
            sum += (input[row * inputs + feature] ?? 0) * (weight[unit * inputs + feature] ?? 0);
          }
          output[row * outputs + unit] = sum;
        }
      }
      return {
        output,
        backward(upstream) {
          const weightGradient = new Float64Array(weight.length);
          const biasGradient = new Float64Array(outputs);
          const inputGradient = new Float64Array(input.length);
          for (let row = 0; row < size; row++) {
            for (let unit = 0; unit < outputs; unit++) {
              const slope = upstream[row * outputs + unit] ?? 0;
              if (slope === 0) continue;
              biasGradient[unit] = (biasGradient[unit] ?? 0) + slope;
              for (let feature = 0; feature < inputs; feature++) {
                const at = row * inputs + feature;
                const weightAt = unit * inputs + feature;
                weightGradient[weightAt] = (weightGradient[weightAt] ?? 0) + slope * (input[at] ?? 0);
                inputGradient[at] = (inputGradient[at] ?? 0) + slope * (weight[weightAt] ?? 0);
              }
            }
          }
          return { input: inputGradient, gradients: [weightGradient, biasGradient] };
        },
      };
    },
  };
}

function relu(): Stage {
  return elementwise(
    (value) => (value > 0 ? value : 0),
    (output) => (output > 0 ? 1 : 0),
  );
}

function tanh(): Stage {
  return elementwise(Math.tanh, (output) => 1 - output * output);
}

function identity(): Stage {
  return elementwise(
    (value) => value,
    () => 1,
  );
}

/** @param slope The derivative, as a function of the output. */
function elementwise(apply: (value: number) => number, slope: (output: number) => number): Stage {
  return {
    parameters: [],
    forward(input) {
      const output = input.map(apply);
      return {
        output,
        backward: (upstream) => ({
          input: upstream.map((gradient, index) => gradient * slope(output[index] ?? 0)),
          gradients: [],
        }),
      };
    },
  };
}
