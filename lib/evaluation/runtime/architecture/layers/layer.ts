import { z } from 'zod';
import type { ElementType, InitialValues, Shape } from '../../model/plan.ts';
import type { OnnxNode } from '../../onnx/write.ts';

export const size = z
  .number()
  .int()
  .min(1)
  .max(2 ** 20);

/** One size for every direction, as in PyTorch, or one for height and one for width. */
export const sizes2d = z.union([size, z.tuple([size, size])]);

const padding = z.number().int().min(0).max(1024);
export const padding1d = padding;
export const padding2d = z.union([padding, z.tuple([padding, padding])]);

/** Finite, and not so large that float32 could not hold it. */
export const real = z.number().min(-1e30).max(1e30);
export const epsilon = z.number().gt(0).max(1).default(1e-5);

/** Like an attribute of a PyTorch module: `stem`, `blocks.0.conv`. It cannot begin with a digit: positions do. */
export const layerName = z
  .string()
  .max(64)
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$/,
    'a name is letters, digits and underscores, in parts joined by dots',
  );

/** A layer that takes what one other gives; without `from`, what the layer before it gives. */
export function layerObject<Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
  return z.strictObject({
    type: z.literal(type),
    name: layerName.optional(),
    from: layerName.optional(),
    ...fields,
  });
}

/** A tensor on its way through the network. */
export type LayerInput = { shape: Shape; type: ElementType };

/** What a layer's plan is made from. */
export type LayerContext = {
  /** What its parameters' names and its tensors' names begin with. */
  prefix: string;
  /** At least one. */
  inputs: readonly [LayerInput, ...LayerInput[]];
  /** @throws ArchitectureError which names the layer. */
  fail(problem: string): never;
};

export type LayerParameter = { name: string; shape: Shape; initial: InitialValues };

/** Everything that follows from a layer and what enters it. */
export type LayerPlan = {
  outputShape: Shape;
  /** Absent: float32. */
  outputType?: ElementType;
  parameters?: readonly LayerParameter[];
  /** Names of a `state_dict` that need not be there and are not used. */
  ignored?: readonly string[];
  /** Tensors of one repeated value, which are no parameters. */
  constants?: readonly { name: string; shape: Shape; value: number }[];
  /** Whole numbers that enter it must be less than this. */
  below?: number;
  /** For one sample; 0 when absent. */
  multiplyAdds?: number;
  /** All other work, as the multiply–adds that take as long (`model/cost.ts`); for one sample. */
  otherWork?: number;
  /** Of all results of its nodes, for one sample. Absent: each of them is of the output's size. */
  elements?: number;
  /** Its ONNX nodes. Absent: the identity, which needs none. */
  nodes?: (inputs: readonly string[], output: string) => readonly OnnxNode[];
};

/** A number stands for every direction, as in PyTorch. */
export function perDirection(value: number | readonly number[], directions: number): readonly number[] {
  return typeof value === 'number' ? Array.from({ length: directions }, () => value) : value;
}

/** Channels and sizes of an input for layers over one or two directions. */
export function spatialShape(
  { inputs: [{ shape }], fail }: LayerContext,
  directions: 1 | 2,
): { channels: number; lengths: readonly number[] } {
  const [channels, ...lengths] = shape;
  if (channels === undefined || lengths.length !== directions) {
    const expected = directions === 1 ? '[channels, length]' : '[channels, height, width]';
    return fail(`its input is [${shape.join(', ')}], it needs ${expected}.`);
  }
  return { channels, lengths };
}

/** How often a window fits: `floor((length − dilation · (kernel − 1) − 1) / stride) + 1`. */
export function slide(
  { fail }: LayerContext,
  length: number,
  window: { kernel: number; stride: number; dilation: number },
): number {
  const reach = window.dilation * (window.kernel - 1) + 1;
  if (reach > length) fail(`its window of ${reach} is larger than its input of ${length}.`);
  return Math.floor((length - reach) / window.stride) + 1;
}
