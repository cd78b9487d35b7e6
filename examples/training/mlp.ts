import type { Architecture } from '#evaluation/runtime/architecture/schema.ts';
import { planArchitecture } from '#evaluation/runtime/architecture/plan-architecture.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type { Loss } from './losses.ts';
import type { NamedTensors } from './parameters-file.ts';

/** A dense network whose parameters can be trained. Rows are samples; everything is row-major. */
export type Mlp = {
  /** The parameter arrays, for an optimizer to change in place. */
  parameters: readonly Float64Array[];
  /** The outputs for a batch of `size` samples. */
  forward(inputs: ArrayLike<number>, size: number): Float64Array<ArrayBuffer>;
  /** The loss over a batch, and its gradient for each of `parameters`. */
  lossAndGradients(batch: { inputs: ArrayLike<number>; size: number; loss: Loss }): {
    loss: number;
    gradients: readonly Float64Array[];
  };
  /** The parameters as they are stored, by name. */
  toTensors(): NamedTensors;
};

export class NotAnMlpError extends BaseError {
  override name = 'NotAnMlpError';
  constructor(layer: string) {
    super(`A layer of type ${layer} cannot be trained here.`, {
      metaMessages: [
        'This trainer knows linear layers with a bias, relu, tanh, sigmoid, softmax and dropout; use PyTorch for others.',
      ],
    });
  }
}

/**
 * Builds a trainable network from the dense layers of an architecture.
 *
 * @param tensors Every parameter of the architecture, by name.
 * @throws NotAnMlpError
 */
export function createMlp(architecture: Architecture, tensors: NamedTensors): Mlp {
  const { steps: layers } = planArchitecture(architecture);
  const stages = layers.map((planned): Stage => {
    const { layer, inputShape, parameters } = planned;
    if (layer.type === 'relu') return relu();
    if (layer.type === 'tanh') return tanh();
    if (layer.type === 'sigmoid') return sigmoid();
    if (layer.type === 'softmax') return softmax(inputShape[inputShape.length - 1] ?? 1);
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
    forward(inputs, size) {
      let values = Float64Array.from(inputs);
      for (const stage of stages) values = stage.forward(values, size).output;
      return values;
    },
    lossAndGradients({ inputs, size, loss: measure }) {
      const backward: Stage['parameters'][] = [];
      const tapes: ReturnType<Stage['forward']>[] = [];
      let values = Float64Array.from(inputs);
      for (const stage of stages) {
        const tape = stage.forward(values, size);
        tapes.push(tape);
        values = tape.output;
      }
      const { loss, gradient } = measure(values, size);
      let upstream = gradient;
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

function sigmoid(): Stage {
  return elementwise(
    (value) => 1 / (1 + Math.exp(-value)),
    (output) => output * (1 - output),
  );
}

/** Over rows of `width` values. */
function softmax(width: number): Stage {
  return {
    parameters: [],
    forward(input) {
      const output = new Float64Array(input.length);
      for (let start = 0; start < input.length; start += width) {
        const row = input.subarray(start, start + width);
        const largest = row.reduce((maximum, value) => Math.max(maximum, value), -Infinity);
        const powers = row.map((value) => Math.exp(value - largest));
        const sum = powers.reduce((total, power) => total + power, 0);
        output.set(
          powers.map((power) => power / sum),
          start,
        );
      }
      return {
        output,
        backward(upstream) {
          const gradient = new Float64Array(output.length);
          for (let start = 0; start < output.length; start += width) {
            let mean = 0;
            for (let at = start; at < start + width; at++) mean += (output[at] ?? 0) * (upstream[at] ?? 0);
            for (let at = start; at < start + width; at++) {
              gradient[at] = (output[at] ?? 0) * ((upstream[at] ?? 0) - mean);
            }
          }
          return { input: gradient, gradients: [] };
        },
      };
    },
  };
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
