import type { z } from 'zod';
import { integer, operation } from '../../onnx/write.ts';
import { type LayerContext, type LayerPlan, layerObject, size } from './layer.ts';

export const embeddingSchema = layerObject('embedding', { numEmbeddings: size, embeddingDim: size });

/** PyTorch's `Embedding`: row i of the table for each token i. */
export function planEmbedding(
  { numEmbeddings, embeddingDim }: z.infer<typeof embeddingSchema>,
  { prefix, inputs: [{ shape, type }], fail }: LayerContext,
): LayerPlan {
  if (type !== 'int32') return fail('its input must be whole numbers: an input of type "int32".');
  const weight = `${prefix}.weight`;
  return {
    outputShape: [...shape, embeddingDim],
    parameters: [{ name: weight, shape: [numEmbeddings, embeddingDim], initial: { kind: 'normal' } }],
    below: numEmbeddings,
    nodes: ([input = ''], output) => [operation('Gather', [weight, input], output, [integer('axis', 0)])],
  };
}
