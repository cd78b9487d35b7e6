import { z } from 'zod';
import { OTHER_WORK } from '../../model/cost.ts';
import { elementCount } from '../../model/plan.ts';
import { integer, integers, operation } from '../../onnx/write.ts';
import {
  type LayerContext,
  type LayerPlan,
  layerObject,
  padding1d,
  padding2d,
  perDirection,
  size,
  sizes2d,
  slide,
  spatialShape,
} from './layer.ts';

const same = z.literal('same');
const common = { outChannels: size, groups: size.default(1), bias: z.boolean().default(true) };

export const conv1dSchema = layerObject('conv1d', {
  ...common,
  kernelSize: size,
  stride: size.default(1),
  padding: z.union([padding1d, same]).default(0),
  dilation: size.default(1),
});

export const conv2dSchema = layerObject('conv2d', {
  ...common,
  kernelSize: sizes2d,
  stride: sizes2d.default(1),
  padding: z.union([padding2d, same]).default(0),
  dilation: sizes2d.default(1),
});

type Convolution = z.infer<typeof conv1dSchema> | z.infer<typeof conv2dSchema>;

/** PyTorch's `Conv1d` and `Conv2d`. */
export function planConvolution(layer: Convolution, context: LayerContext): LayerPlan {
  const { prefix, fail } = context;
  const directions = layer.type === 'conv1d' ? 1 : 2;
  const { channels, lengths } = spatialShape(context, directions);
  const kernel = perDirection(layer.kernelSize, directions);
  const stride = perDirection(layer.stride, directions);
  const dilation = perDirection(layer.dilation, directions);
  const { before, after } = paddings(layer, { kernel, stride, dilation }, context);
  const { groups, outChannels } = layer;
  if (channels % groups !== 0 || outChannels % groups !== 0) {
    return fail(
      `its ${channels} input and ${outChannels} output channels do not divide into ${groups} groups.`,
    );
  }
  const outputShape = [
    outChannels,
    ...lengths.map((length, axis) =>
      slide(context, length + (before[axis] ?? 0) + (after[axis] ?? 0), {
        kernel: kernel[axis] ?? 1,
        stride: stride[axis] ?? 1,
        dilation: dilation[axis] ?? 1,
      }),
    ),
  ];
  const fanIn = (channels / groups) * elementCount(kernel);
  const initial = { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) } as const;
  const parameters = [
    { name: `${prefix}.weight`, shape: [outChannels, channels / groups, ...kernel], initial },
    ...(layer.bias ? [{ name: `${prefix}.bias`, shape: [outChannels], initial }] : []),
  ];
  return {
    outputShape,
    parameters,
    multiplyAdds: elementCount(outputShape) * fanIn,
    otherWork: OTHER_WORK.perGroup * groups,
    nodes: (inputs, output) => [
      operation('Conv', [...inputs, ...parameters.map(({ name }) => name)], output, [
        integers('kernel_shape', kernel),
        integers('strides', stride),
        integers('pads', [...before, ...after]),
        ...(dilation.some((step) => step > 1) ? [integers('dilations', dilation)] : []),
        ...(groups > 1 ? [integer('group', groups)] : []),
      ]),
    ],
  };
}

/** What is added before and after each direction. `same` keeps the lengths; of an odd sum the larger half comes after. */
function paddings(
  { padding }: Convolution,
  {
    kernel,
    stride,
    dilation,
  }: { kernel: readonly number[]; stride: readonly number[]; dilation: readonly number[] },
  { fail }: LayerContext,
): { before: readonly number[]; after: readonly number[] } {
  if (padding !== 'same') {
    const both = perDirection(padding, kernel.length);
    return { before: both, after: both };
  }
  if (stride.some((step) => step > 1)) return fail('padding "same" needs a stride of 1.');
  const sums = kernel.map((length, axis) => (length - 1) * (dilation[axis] ?? 1));
  return {
    before: sums.map((sum) => Math.floor(sum / 2)),
    after: sums.map((sum) => Math.ceil(sum / 2)),
  };
}
