import { z } from 'zod';
import { elementCount } from '../../model/plan.ts';
import { integer, integers, operation, wholeNumbers } from '../../onnx/write.ts';
import { type LayerContext, type LayerPlan, layerObject, size } from './layer.ts';

export const flattenSchema = layerObject('flatten', {});
export const dropoutSchema = layerObject('dropout', { p: z.number().min(0).max(1).optional() });
export const identitySchema = layerObject('identity', {});
export const reshapeSchema = layerObject('reshape', { shape: z.array(size).min(1).max(6) });
export const permuteSchema = layerObject('permute', {
  dims: z.array(z.number().int().min(1).max(6)).min(1).max(6),
});

type Arrangement =
  | z.infer<typeof flattenSchema>
  | z.infer<typeof dropoutSchema>
  | z.infer<typeof identitySchema>
  | z.infer<typeof reshapeSchema>
  | z.infer<typeof permuteSchema>;

/** Layers that move numbers and compute nothing; whole numbers may pass them too. */
export function planArrangement(layer: Arrangement, context: LayerContext): LayerPlan {
  const { prefix, inputs, fail } = context;
  const [{ shape, type: outputType }] = inputs;
  switch (layer.type) {
    case 'dropout':
    case 'identity':
      return { outputShape: shape, outputType };
    case 'flatten':
      return {
        outputShape: [elementCount(shape)],
        outputType,
        nodes: (names, output) => [operation('Flatten', names, output, [integer('axis', 1)])],
      };
    case 'reshape': {
      if (elementCount(layer.shape) !== elementCount(shape)) {
        return fail(
          `its input [${shape.join(', ')}] does not have the elements of [${layer.shape.join(', ')}].`,
        );
      }
      return {
        outputShape: layer.shape,
        outputType,
        nodes: ([input = ''], output) => [
          // −1 is the batch.
          wholeNumbers(`${prefix}.shape`, [-1, ...layer.shape]),
          operation('Reshape', [input, `${prefix}.shape`], output),
        ],
      };
    }
    case 'permute': {
      const sorted = [...layer.dims].sort((a, b) => a - b);
      if (sorted.length !== shape.length || sorted.some((dimension, index) => dimension !== index + 1)) {
        return fail(`its dims must be 1 to ${shape.length}, each once: 0 is the batch and stays first.`);
      }
      return {
        outputShape: layer.dims.map((dimension) => shape[dimension - 1] ?? 1),
        outputType,
        nodes: (names, output) => [
          operation('Transpose', names, output, [integers('perm', [0, ...layer.dims])]),
        ],
      };
    }
  }
}
