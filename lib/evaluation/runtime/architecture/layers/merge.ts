import { z } from 'zod';
import { elementCount } from '../../model/plan.ts';
import { type OnnxNode, integer, operation } from '../../onnx/write.ts';
import { type LayerContext, type LayerPlan, layerName } from './layer.ts';

const several = z.array(layerName).min(2).max(16);

/** A layer that takes what several others give. */
function mergeObject<Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
  return z.strictObject({ type: z.literal(type), name: layerName.optional(), from: several, ...fields });
}

export const addSchema = mergeObject('add', {});
export const multiplySchema = mergeObject('multiply', {});
export const concatSchema = mergeObject('concat', { dim: z.number().int().min(1).max(6).default(1) });

type Merge = z.infer<typeof addSchema> | z.infer<typeof multiplySchema> | z.infer<typeof concatSchema>;

/** `a + b`, `a * b` and `torch.cat` of what several layers give. */
export function planMerge(layer: Merge, { prefix, inputs, fail }: LayerContext): LayerPlan {
  const [{ shape: first }] = inputs;
  if (layer.type !== 'concat') {
    for (const { shape } of inputs) {
      if (shape.join() !== first.join()) {
        return fail(`its inputs differ: [${first.join(', ')}] and [${shape.join(', ')}].`);
      }
    }
    const opType = layer.type === 'add' ? 'Add' : 'Mul';
    return {
      outputShape: first,
      multiplyAdds: (inputs.length - 1) * elementCount(first),
      nodes: (names, output) => fold(opType, names, { prefix, output }),
    };
  }
  // Dimension 0 is the batch.
  const axis = layer.dim - 1;
  if (axis >= first.length) return fail(`its inputs have no dimension ${layer.dim}.`);
  let length = 0;
  for (const { shape } of inputs) {
    if (
      shape.length !== first.length ||
      shape.some((size, index) => index !== axis && size !== first[index])
    ) {
      return fail(
        `its inputs differ beside dimension ${layer.dim}: [${first.join(', ')}] and [${shape.join(', ')}].`,
      );
    }
    length += shape[axis] ?? 0;
  }
  return {
    outputShape: first.map((size, index) => (index === axis ? length : size)),
    nodes: (names, output) => [operation('Concat', names, output, [integer('axis', layer.dim)])],
  };
}

/** ONNX adds two at a time. */
function fold(
  opType: 'Add' | 'Mul',
  [first = '', ...others]: readonly string[],
  { prefix, output }: { prefix: string; output: string },
): OnnxNode[] {
  let sum = first;
  return others.map((name, index) => {
    const next = index === others.length - 1 ? output : `${prefix}.partial${index}`;
    const node = operation(opType, [sum, name], next);
    sum = next;
    return node;
  });
}
