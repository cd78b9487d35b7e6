import { z } from 'zod';
import { elementCount } from '../../model/plan.ts';
import { integer, integers, operation } from '../../onnx/write.ts';
import { type LayerContext, type LayerPlan, layerObject, size } from './layer.ts';

export const linearSchema = layerObject('linear', { outFeatures: size, bias: z.boolean().default(true) });

/** PyTorch's `Linear`: y = x · Wᵀ + b over the last dimension. */
export function planLinear(layer: z.infer<typeof linearSchema>, context: LayerContext): LayerPlan {
  const { prefix, inputs, fail } = context;
  const [{ shape }] = inputs;
  const inFeatures = shape[shape.length - 1];
  if (inFeatures === undefined) return fail('its input has no dimension.');
  const outputShape = [...shape.slice(0, -1), layer.outFeatures];
  const initial = { kind: 'uniform', bound: 1 / Math.sqrt(inFeatures) } as const;
  const weight = `${prefix}.weight`;
  const bias = layer.bias ? `${prefix}.bias` : undefined;
  return {
    outputShape,
    parameters: [
      { name: weight, shape: [layer.outFeatures, inFeatures], initial },
      ...(bias ? [{ name: bias, shape: [layer.outFeatures], initial }] : []),
    ],
    multiplyAdds: elementCount(outputShape) * inFeatures,
    nodes([input = ''], output) {
      if (shape.length === 1) {
        return [operation('Gemm', [input, weight, ...(bias ? [bias] : [])], output, [integer('transB', 1)])];
      }
      // Beyond rank 2 there is no Gemm.
      const transposed = `${weight}.transposed`;
      const product = bias ? `${prefix}.product` : output;
      return [
        operation('Transpose', [weight], transposed, [integers('perm', [1, 0])]),
        operation('MatMul', [input, transposed], product),
        ...(bias ? [operation('Add', [product, bias], output)] : []),
      ];
    },
  };
}
