import { z } from 'zod';
import { OTHER_WORK } from '../../model/cost.ts';
import { elementCount } from '../../model/plan.ts';
import {
  type OnnxNode,
  float,
  floatTensor,
  integer,
  operation,
  tensorAttribute,
  text,
  wholeNumbers,
} from '../../onnx/write.ts';
import { type LayerContext, type LayerPlan, layerObject, real, size } from './layer.ts';

export const activationSchemas = [
  layerObject('relu', {}),
  layerObject('tanh', {}),
  layerObject('sigmoid', {}),
  layerObject('gelu', { approximate: z.enum(['none', 'tanh']).default('none') }),
  layerObject('softmax', {}),
  layerObject('logSoftmax', {}),
  layerObject('leakyRelu', { negativeSlope: real.default(0.01) }),
  layerObject('elu', { alpha: real.default(1) }),
  layerObject('celu', { alpha: real.gt(0).default(1) }),
  layerObject('selu', {}),
  layerObject('silu', {}),
  layerObject('mish', {}),
  layerObject('softplus', {}),
  layerObject('softsign', {}),
  layerObject('logSigmoid', {}),
  layerObject('hardsigmoid', {}),
  layerObject('hardswish', {}),
  layerObject('relu6', {}),
  layerObject('hardtanh', { minVal: real.default(-1), maxVal: real.default(1) }),
] as const;

export const preluSchema = layerObject('prelu', { numParameters: size.default(1) });

type Activation = z.infer<(typeof activationSchemas)[number]>;

/** Activations of PyTorch: each element by itself; `softmax` and `logSoftmax` over the last dimension. */
export function planActivation(layer: Activation, { prefix, inputs: [{ shape }] }: LayerContext): LayerPlan {
  return {
    outputShape: shape,
    otherWork: OTHER_WORK.perFunction * elementCount(shape),
    nodes: ([input = ''], output) => activationNodes(layer, { prefix, input, output }),
  };
}

function activationNodes(
  layer: Activation,
  { prefix, input, output }: { prefix: string; input: string; output: string },
): OnnxNode[] {
  switch (layer.type) {
    case 'relu':
      return [operation('Relu', [input], output)];
    case 'tanh':
      return [operation('Tanh', [input], output)];
    case 'sigmoid':
      return [operation('Sigmoid', [input], output)];
    case 'gelu':
      return [operation('Gelu', [input], output, [text('approximate', layer.approximate)])];
    case 'softmax':
      return [operation('Softmax', [input], output, [integer('axis', -1)])];
    case 'logSoftmax':
      return [operation('LogSoftmax', [input], output, [integer('axis', -1)])];
    case 'leakyRelu':
      return [operation('LeakyRelu', [input], output, [float('alpha', layer.negativeSlope)])];
    case 'elu':
      return [operation('Elu', [input], output, [float('alpha', layer.alpha)])];
    case 'celu':
      return [operation('Celu', [input], output, [float('alpha', layer.alpha)])];
    case 'selu':
      return [operation('Selu', [input], output)];
    case 'silu':
      return [
        operation('Sigmoid', [input], `${prefix}.gate`),
        operation('Mul', [input, `${prefix}.gate`], output),
      ];
    case 'mish':
      return [operation('Mish', [input], output)];
    case 'softplus':
      return [operation('Softplus', [input], output)];
    case 'softsign':
      return [operation('Softsign', [input], output)];
    case 'logSigmoid':
      // ln σ(x) = −ln(1 + e⁻ˣ)
      return [
        operation('Neg', [input], `${prefix}.negated`),
        operation('Softplus', [`${prefix}.negated`], `${prefix}.loss`),
        operation('Neg', [`${prefix}.loss`], output),
      ];
    case 'hardsigmoid':
      return [operation('HardSigmoid', [input], output, [float('alpha', 1 / 6), float('beta', 0.5)])];
    case 'hardswish':
      return [operation('HardSwish', [input], output)];
    case 'relu6':
      return clip({ prefix, input, output }, 0, 6);
    case 'hardtanh':
      return clip({ prefix, input, output }, layer.minVal, layer.maxVal);
  }
}

/** ONNX's Clip takes its bounds as inputs. */
function clip(
  { prefix, input, output }: { prefix: string; input: string; output: string },
  low: number,
  high: number,
): OnnxNode[] {
  const bound = (name: string, value: number) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return operation('Constant', [], name, [tensorAttribute('value', floatTensor('', [], bytes))]);
  };
  return [
    bound(`${prefix}.low`, low),
    bound(`${prefix}.high`, high),
    operation('Clip', [input, `${prefix}.low`, `${prefix}.high`], output),
  ];
}

/** PyTorch's `PReLU`: a learned slope below 0, one for all or one a channel. */
export function planPrelu(
  { numParameters }: z.infer<typeof preluSchema>,
  { prefix, inputs: [{ shape }], fail }: LayerContext,
): LayerPlan {
  const [channels = 1, ...others] = shape;
  if (numParameters !== 1 && numParameters !== channels) {
    return fail(`its input has ${channels} channels, its ${numParameters} slopes must be 1 or as many.`);
  }
  const weight = `${prefix}.weight`;
  const initial = { kind: 'constant', value: 0.25 } as const;
  return {
    outputShape: shape,
    parameters: [{ name: weight, shape: [numParameters], initial }],
    multiplyAdds: elementCount(shape),
    nodes([input = ''], output) {
      if (numParameters === 1 || others.length === 0) return [operation('PRelu', [input, weight], output)];
      // The slopes belong to the first dimension of a sample, and are aligned to the last.
      const axes = `${prefix}.axes`;
      return [
        wholeNumbers(
          axes,
          others.map((_, index) => index + 1),
        ),
        operation('Unsqueeze', [weight, axes], `${prefix}.slopes`),
        operation('PRelu', [input, `${prefix}.slopes`], output),
      ];
    },
  };
}
