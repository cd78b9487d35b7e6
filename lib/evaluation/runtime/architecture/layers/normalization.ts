import { z } from 'zod';
import { OTHER_WORK } from '../../model/cost.ts';
import { elementCount } from '../../model/plan.ts';
import { float, integer, operation } from '../../onnx/write.ts';
import { type LayerContext, type LayerPlan, epsilon, layerObject, size } from './layer.ts';

const batch = { eps: epsilon, affine: z.boolean().default(true) };

export const batchNorm1dSchema = layerObject('batchNorm1d', batch);
export const batchNorm2dSchema = layerObject('batchNorm2d', batch);
export const layerNormSchema = layerObject('layerNorm', {
  normalizedShape: z.union([size, z.array(size).min(1).max(4)]).optional(),
  eps: epsilon,
  elementwiseAffine: z.boolean().default(true),
  bias: z.boolean().default(true),
});

const ONE = { kind: 'constant', value: 1 } as const;
const ZERO = { kind: 'constant', value: 0 } as const;

/** PyTorch's `BatchNorm1d` and `BatchNorm2d` in evaluation mode: the running statistics are parameters. */
export function planBatchNorm(
  layer: z.infer<typeof batchNorm1dSchema> | z.infer<typeof batchNorm2dSchema>,
  { prefix, inputs: [{ shape }], fail }: LayerContext,
): LayerPlan {
  const [channels] = shape;
  const fits = layer.type === 'batchNorm2d' ? shape.length === 3 : shape.length === 1 || shape.length === 2;
  if (channels === undefined || !fits) {
    const expected =
      layer.type === 'batchNorm2d' ? '[channels, height, width]' : '[channels] or [channels, length]';
    return fail(`its input is [${shape.join(', ')}], it needs ${expected}.`);
  }
  const each = { shape: [channels] };
  const scale = layer.affine ? `${prefix}.weight` : `${prefix}.ones`;
  const shift = layer.affine ? `${prefix}.bias` : `${prefix}.zeros`;
  const statistics = [`${prefix}.running_mean`, `${prefix}.running_var`] as const;
  return {
    outputShape: shape,
    parameters: [
      ...(layer.affine
        ? [
            { name: scale, ...each, initial: ONE },
            { name: shift, ...each, initial: ZERO },
          ]
        : []),
      { name: statistics[0], ...each, initial: ZERO },
      { name: statistics[1], ...each, initial: ONE },
    ],
    constants: layer.affine
      ? []
      : [
          { name: scale, ...each, value: 1 },
          { name: shift, ...each, value: 0 },
        ],
    ignored: [`${prefix}.num_batches_tracked`],
    multiplyAdds: elementCount(shape),
    nodes: (inputs, output) => [
      operation('BatchNormalization', [...inputs, scale, shift, ...statistics], output, [
        float('epsilon', layer.eps),
      ]),
    ],
  };
}

/** PyTorch's `LayerNorm` over the last dimensions; over the last one when `normalizedShape` is absent. */
export function planLayerNorm(
  layer: z.infer<typeof layerNormSchema>,
  { prefix, inputs: [{ shape }], fail }: LayerContext,
): LayerPlan {
  const given = layer.normalizedShape ?? shape.slice(-1);
  const normalized = typeof given === 'number' ? [given] : given;
  const tail = shape.slice(-normalized.length);
  if (tail.join() !== normalized.join()) {
    return fail(`its input [${shape.join(', ')}] does not end with [${normalized.join(', ')}].`);
  }
  const scale = layer.elementwiseAffine ? `${prefix}.weight` : `${prefix}.ones`;
  const shift = layer.elementwiseAffine && layer.bias ? `${prefix}.bias` : undefined;
  return {
    outputShape: shape,
    parameters: [
      ...(layer.elementwiseAffine ? [{ name: scale, shape: normalized, initial: ONE }] : []),
      ...(shift ? [{ name: shift, shape: normalized, initial: ZERO }] : []),
    ],
    constants: layer.elementwiseAffine ? [] : [{ name: scale, shape: normalized, value: 1 }],
    multiplyAdds: 2 * elementCount(shape),
    otherWork: OTHER_WORK.perRow * elementCount(shape.slice(0, -normalized.length)),
    nodes: (inputs, output) => [
      operation('LayerNormalization', [...inputs, scale, ...(shift ? [shift] : [])], output, [
        integer('axis', -normalized.length),
        float('epsilon', layer.eps),
      ]),
    ],
  };
}
