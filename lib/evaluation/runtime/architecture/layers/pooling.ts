import { z } from 'zod';
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

const max1d = {
  kernelSize: size,
  stride: size.optional(),
  padding: padding1d.default(0),
  dilation: size.default(1),
};
const max2d = {
  kernelSize: sizes2d,
  stride: sizes2d.optional(),
  padding: padding2d.default(0),
  dilation: sizes2d.default(1),
};
const average1d = {
  kernelSize: size,
  stride: size.optional(),
  padding: padding1d.default(0),
  countIncludePad: z.boolean().default(true),
};
const average2d = {
  kernelSize: sizes2d,
  stride: sizes2d.optional(),
  padding: padding2d.default(0),
  countIncludePad: z.boolean().default(true),
};

export const maxPool1dSchema = layerObject('maxPool1d', max1d);
export const maxPool2dSchema = layerObject('maxPool2d', max2d);
export const avgPool1dSchema = layerObject('avgPool1d', average1d);
export const avgPool2dSchema = layerObject('avgPool2d', average2d);

type MaxPool = z.infer<typeof maxPool1dSchema> | z.infer<typeof maxPool2dSchema>;
type AvgPool = z.infer<typeof avgPool1dSchema> | z.infer<typeof avgPool2dSchema>;
/** PyTorch's `MaxPool1d`, `MaxPool2d`, `AvgPool1d` and `AvgPool2d`. */
export function planPooling(layer: MaxPool | AvgPool, context: LayerContext): LayerPlan {
  const directions = layer.type === 'maxPool1d' || layer.type === 'avgPool1d' ? 1 : 2;
  const { channels, lengths } = spatialShape(context, directions);
  const kernel = perDirection(layer.kernelSize, directions);
  const stride = perDirection(layer.stride ?? layer.kernelSize, directions);
  const padding = perDirection(layer.padding, directions);
  const dilation = perDirection('dilation' in layer ? layer.dilation : 1, directions);
  kernel.forEach((length, axis) => {
    // PyTorch's own rule: a window must never lie in the padding alone.
    if ((padding[axis] ?? 0) > length / 2) context.fail(`its padding is more than half of its window.`);
  });
  const outputShape = [
    channels,
    ...lengths.map((length, axis) =>
      slide(context, length + 2 * (padding[axis] ?? 0), {
        kernel: kernel[axis] ?? 1,
        stride: stride[axis] ?? 1,
        dilation: dilation[axis] ?? 1,
      }),
    ),
  ];
  const window = [integers('kernel_shape', kernel), integers('strides', stride)];
  const pads = integers('pads', [...padding, ...padding]);
  return {
    outputShape,
    otherWork: elementCount(outputShape) * elementCount(kernel),
    nodes: (inputs, output) => [
      'countIncludePad' in layer
        ? operation('AveragePool', inputs, output, [
            ...window,
            pads,
            integer('count_include_pad', layer.countIncludePad ? 1 : 0),
          ])
        : operation('MaxPool', inputs, output, [
            ...window,
            ...(padding.some((length) => length > 0) ? [pads] : []),
            ...(dilation.some((step) => step > 1) ? [integers('dilations', dilation)] : []),
          ]),
    ],
  };
}
