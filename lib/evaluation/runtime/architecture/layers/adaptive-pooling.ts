import { TensorProto_DataType as DataType } from 'onnx-buf';
import type { z } from 'zod';
import { OTHER_WORK } from '../../model/cost.ts';
import { MAX_SAMPLE_ELEMENTS } from '../../model/limits.ts';
import { type Shape, elementCount } from '../../model/plan.ts';
import {
  type OnnxNode,
  integer,
  integers,
  operation,
  tensorAttribute,
  tensorOf,
  wholeNumbers,
} from '../../onnx/write.ts';
import {
  type LayerContext,
  type LayerPlan,
  layerObject,
  perDirection,
  size,
  sizes2d,
  spatialShape,
} from './layer.ts';

export const adaptiveAvgPool1dSchema = layerObject('adaptiveAvgPool1d', { outputSize: size });
export const adaptiveAvgPool2dSchema = layerObject('adaptiveAvgPool2d', { outputSize: sizes2d });
export const adaptiveMaxPool1dSchema = layerObject('adaptiveMaxPool1d', { outputSize: size });
export const adaptiveMaxPool2dSchema = layerObject('adaptiveMaxPool2d', { outputSize: sizes2d });

type AdaptivePool =
  | z.infer<typeof adaptiveAvgPool1dSchema>
  | z.infer<typeof adaptiveAvgPool2dSchema>
  | z.infer<typeof adaptiveMaxPool1dSchema>
  | z.infer<typeof adaptiveMaxPool2dSchema>;

/** Batch and channels come before the directions. */
const DIRECTIONS_FROM = 2;

/** Unequal windows are written into the graph position by position. */
const MAX_POSITIONS = 2 ** 16;

/** PyTorch's adaptive pooling; to an output of 1 it is global pooling. */
export function planAdaptivePooling(layer: AdaptivePool, context: LayerContext): LayerPlan {
  const directions = layer.type === 'adaptiveAvgPool1d' || layer.type === 'adaptiveMaxPool1d' ? 1 : 2;
  const { channels, lengths } = spatialShape(context, directions);
  const outputs = perDirection(layer.outputSize, directions);
  const isAverage = layer.type === 'adaptiveAvgPool1d' || layer.type === 'adaptiveAvgPool2d';
  const kind = isAverage ? 'AveragePool' : 'MaxPool';
  const outputShape = [channels, ...outputs];
  const axes = lengths.map((length, axis) => divide(length, outputs[axis] ?? 1));
  const kernel = axes.map(({ width }) => width);
  const pool = (inputs: readonly string[], output: string) =>
    operation(kind, inputs, output, [integers('kernel_shape', kernel), integers('strides', kernel)]);

  if (axes.every(({ isEven }) => isEven)) {
    const isGlobal = outputs.every((output) => output === 1);
    return {
      outputShape,
      otherWork: channels * elementCount(lengths),
      nodes: (inputs, output) => [
        isGlobal ? operation(`Global${kind}`, inputs, output) : pool(inputs, output),
      ],
    };
  }

  const uneven = axes.flatMap((axis, direction) => (axis.isEven ? [] : [{ axis, direction }]));
  if (uneven.some(({ axis: { count, width } }) => count * width > MAX_POSITIONS)) {
    context.fail(`its unequal windows have more than ${MAX_POSITIONS} positions along one direction.`);
  }
  const layout = layOut({ shape: [channels, ...lengths], axes, uneven, isAverage });
  if (layout.largest > MAX_SAMPLE_ELEMENTS) {
    context.fail(`its windows of one sample have more than ${MAX_SAMPLE_ELEMENTS} elements.`);
  }
  const corrections = isAverage ? uneven : [];
  const results = elementCount(outputShape) * (1 + corrections.length);
  return {
    outputShape,
    otherWork:
      OTHER_WORK.perMove * layout.elements +
      elementCount(outputShape) * elementCount(kernel) +
      elementCount(outputShape) * corrections.length,
    elements: layout.elements + results,
    nodes: (inputs, output) => {
      const { nodes, tensor } = layout.nodes(inputs[0] ?? '', output);
      // An average pool divides by the width of the widest windows, with zeros in the others.
      let pooled = corrections.length === 0 ? output : `${output}.means`;
      nodes.push(pool([tensor], pooled));
      corrections.forEach(({ axis, direction }, index) => {
        const factors = `${output}.factors${direction}`;
        const corrected = index === corrections.length - 1 ? output : `${output}.means${direction}`;
        // Along the first of two directions, a column.
        const shape = direction < directions - 1 ? [axis.count, 1] : [axis.count];
        nodes.push(
          realNumbers(
            factors,
            shape,
            axis.windows().map(({ start, end }) => axis.width / (end - start)),
          ),
          operation('Mul', [pooled, factors], corrected),
        );
        pooled = corrected;
      });
      return nodes;
    },
  };
}

/** The windows along one direction. */
type Axis = {
  /** Of each window, its first position and the one behind its last: PyTorch's `⌊i · L / O⌋` and `⌈(i + 1) · L / O⌉`. */
  windows: () => { start: number; end: number }[];
  /** Of the widest windows; the others are one narrower. */
  width: number;
  /** How many windows there are. */
  count: number;
  /** Whether the windows are of one width and do not overlap. */
  isEven: boolean;
};

function divide(length: number, count: number): Axis {
  // Whole numbers all along: their products stay far below 2^53.
  const start = (index: number) => Math.floor((index * length) / count);
  const end = (index: number) => Math.ceil(((index + 1) * length) / count);
  const isEven = length % count === 0;
  let width = length / count;
  if (!isEven) {
    width = 0;
    for (let index = 0; index < count; index++) width = Math.max(width, end(index) - start(index));
  }
  return {
    windows: () => Array.from({ length: count }, (_, index) => ({ start: start(index), end: end(index) })),
    width,
    count,
    isEven,
  };
}

/**
 * Lays the windows out side by side, all as wide as the widest: what is missing in the others is a zero of its own for a sum,
 * and one of their own elements again for a maximum.
 */
function layOut({
  shape,
  axes,
  uneven,
  isAverage,
}: {
  shape: Shape;
  axes: readonly Axis[];
  uneven: readonly { axis: Axis; direction: number }[];
  isAverage: boolean;
}) {
  const current = [...shape];
  const sizes: number[] = [];
  const grow = (direction: number, length: number) => {
    current[direction + 1] = length;
    sizes.push(elementCount(current));
  };
  if (isAverage) {
    for (const { direction } of uneven) current[direction + 1] = (shape[direction + 1] ?? 0) + 1;
    sizes.push(elementCount(current));
  }
  for (const { axis, direction } of uneven) grow(direction, axis.count * axis.width);

  return {
    /** Of the largest tensor, for one sample. */
    largest: Math.max(...sizes),
    /** Of all of them together. */
    elements: sizes.reduce((sum, elements) => sum + elements, 0),
    nodes(input: string, output: string): { nodes: OnnxNode[]; tensor: string } {
      const nodes: OnnxNode[] = [];
      let tensor = input;
      if (isAverage) {
        const behind = axes.map(({ isEven }) => (isEven ? 0 : 1));
        const before = Array.from({ length: DIRECTIONS_FROM + axes.length }, () => 0);
        nodes.push(
          wholeNumbers(`${output}.pads`, [...before, ...before.slice(0, DIRECTIONS_FROM), ...behind]),
          operation('Pad', [tensor, `${output}.pads`], `${output}.padded`),
        );
        tensor = `${output}.padded`;
      }
      for (const { axis, direction } of uneven) {
        const zero = shape[direction + 1] ?? 0;
        const positions = axis
          .windows()
          .flatMap(({ start, end }) =>
            Array.from({ length: axis.width }, (_, offset) =>
              start + offset < end ? start + offset : isAverage ? zero : start,
            ),
          );
        const laidOut = `${output}.windows${direction}`;
        nodes.push(
          wholeNumbers(`${laidOut}.positions`, positions),
          operation('Gather', [tensor, `${laidOut}.positions`], laidOut, [
            integer('axis', DIRECTIONS_FROM + direction),
          ]),
        );
        tensor = laidOut;
      }
      return { nodes, tensor };
    },
  };
}

/** A node which gives real numbers. */
function realNumbers(output: string, shape: Shape, values: readonly number[]): OnnxNode {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setFloat32(4 * index, value, true));
  return operation('Constant', [], output, [
    tensorAttribute('value', tensorOf('', DataType.FLOAT, shape, bytes)),
  ]);
}
