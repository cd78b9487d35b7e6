import { OTHER_WORK } from '../../model/cost.ts';
import {
  type Dimension,
  type GraphShape,
  type GraphValue,
  amountOf,
  fixed,
  formatShape,
  isEqual,
  isOne,
  productOf,
} from '../value.ts';
import { decodeKnown, knownValues } from './elementwise.ts';
import {
  type NodeContext,
  type NodePlan,
  type Operator,
  axesOf,
  axisOf,
  broadcast,
  floats,
  knownDimensions,
  knownNumbers,
  sizeOf,
} from './operator.ts';

/** Operators that move elements and compute nothing. */
export const ARRANGEMENT_OPERATORS: { readonly [opType: string]: Operator } = {
  Constant: {
    attributes: { value: 'tensor' },
    inputs: [0, 0],
    plan(context) {
      const tensor = context.tensor('value');
      if (!tensor) return context.fail('it has no attribute "value"');
      const shape = tensor.dims.map(fixed);
      if (tensor.bytes.length === 0 && productOf(shape).size > 0) return context.fail('it has no values');
      return { outputs: [{ type: tensor.type, shape, known: decodeKnown(tensor.type, tensor.bytes) }] };
    },
  },
  Shape: {
    attributes: { start: 'int', end: 'int' },
    inputs: [1, 1],
    plan(context) {
      const { shape } = context.input(0);
      const known = shape.slice(context.int('start', 0), context.int('end', shape.length));
      return { outputs: [{ type: 'int64', shape: [fixed(known.length)], known }] };
    },
  },
  ConstantOfShape: {
    attributes: { value: 'tensor' },
    inputs: [1, 1],
    plan(context) {
      const shape = knownDimensions(context, 0, 'sizes');
      const tensor = context.tensor('value');
      if (tensor && (productOf(tensor.dims.map(fixed)).size !== 1 || tensor.bytes.length === 0)) {
        return context.fail('its value is not a single number');
      }
      const type = tensor?.type ?? 'float32';
      const [value] = tensor ? (decodeKnown(type, tensor.bytes) ?? []) : [];
      return { outputs: [knownValues({ type, shape }, value?.size ?? 0)] };
    },
  },
  Reshape: {
    attributes: { allowzero: 'int' },
    inputs: [2, 2],
    plan(context) {
      if (context.int('allowzero', 0) !== 0) return context.fail('allowzero must be 0');
      const value = context.input(0);
      return { outputs: [rearranged(value, reshape(context, value.shape))] };
    },
  },
  Flatten: {
    attributes: { axis: 'int' },
    inputs: [1, 1],
    plan(context) {
      const value = context.input(0);
      const axis = context.int('axis', 1);
      const rank = value.shape.length;
      const at = axis === rank ? rank : axisOf(context, axis, rank);
      const shape = [productOf(value.shape.slice(0, at)), productOf(value.shape.slice(at))];
      return { outputs: [rearranged(value, shape)] };
    },
  },
  Squeeze: {
    inputs: [1, 2],
    plan(context) {
      const value = context.input(0);
      const { shape } = value;
      const axes = context.optional(1)
        ? axesOf(context, knownNumbers(context, 1, 'axes'), shape.length)
        : new Set(shape.flatMap((size, axis) => (isOne(size) ? [axis] : [])));
      const kept = shape.filter((size, axis) => {
        if (!axes.has(axis)) return true;
        return isOne(size) ? false : context.fail(`dimension ${axis} of ${formatShape(shape)} is not 1`);
      });
      return { outputs: [rearranged(value, kept)] };
    },
  },
  Unsqueeze: {
    inputs: [2, 2],
    plan(context) {
      const value = context.input(0);
      const given = knownNumbers(context, 1, 'axes');
      const rank = value.shape.length + given.length;
      const axes = axesOf(context, given, rank);
      const rest = [...value.shape];
      const shape = Array.from({ length: rank }, (_, axis) =>
        axes.has(axis) ? fixed(1) : (rest.shift() ?? fixed(1)),
      );
      return { outputs: [rearranged(value, shape)] };
    },
  },
  Transpose: {
    attributes: { perm: 'ints' },
    inputs: [1, 1],
    plan(context) {
      const { type, shape, origin } = context.input(0);
      const perm = context.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
      if (perm.length !== shape.length || perm.some((axis) => axis < 0)) {
        return context.fail(`its perm does not fit ${formatShape(shape)}`);
      }
      axesOf(context, perm, shape.length);
      return { outputs: [{ type, shape: perm.map((axis) => shape[axis] ?? fixed(1)), origin }] };
    },
  },
  Concat: {
    attributes: { axis: 'int' },
    inputs: [1, 64],
    plan(context) {
      const values = Array.from({ length: context.inputCount }, (_, index) => context.input(index));
      return { outputs: [concatenate(context, values)] };
    },
  },
  Split: {
    attributes: { axis: 'int', num_outputs: 'int' },
    inputs: [1, 2],
    plan(context) {
      const { type, shape, origin } = context.input(0);
      const axis = axisOf(context, context.int('axis', 0), shape.length);
      const length = sizeOf(context, shape[axis], 'split dimension');
      const parts = context.optional(1)
        ? knownNumbers(context, 1, 'parts')
        : evenParts(length, context.outputCount);
      if (parts.length !== context.outputCount || parts.reduce((sum, part) => sum + part, 0) !== length) {
        return context.fail(`its ${context.outputCount} parts do not make up ${length}`);
      }
      if (context.has('num_outputs') && context.int('num_outputs', 0) !== context.outputCount) {
        return context.fail('num_outputs is not the number of its outputs');
      }
      return {
        outputs: parts.map((part) => ({ type, shape: replaced(shape, axis, fixed(part)), origin })),
      };
    },
  },
  Slice: { inputs: [3, 5], plan: (context) => moved(slice(context)) },
  Gather: {
    attributes: { axis: 'int' },
    inputs: [2, 2],
    plan(context) {
      const value = context.input(0);
      const positions = context.input(1);
      if (positions.type !== 'int64' && positions.type !== 'int32') {
        return context.fail('its positions are not whole numbers');
      }
      const axis = axisOf(context, context.int('axis', 0), value.shape.length);
      const length = sizeOf(context, value.shape[axis], 'dimension that is gathered from');
      const shape = [...value.shape.slice(0, axis), ...positions.shape, ...value.shape.slice(axis + 1)];
      const gathered: GraphValue = { type: value.type, shape };
      if (!positions.known) {
        const { origin } = positions;
        return origin === undefined
          ? context.fail('its positions neither follow from the graph nor are an input of the model')
          : { outputs: [gathered], bound: { origin, below: length } };
      }
      const rows = positions.known.map(({ size, isBatch }) => {
        if (isBatch || size < -length || size >= length) {
          return context.fail(`it gathers from beyond the ${length} of dimension ${axis}`);
        }
        return size < 0 ? size + length : size;
      });
      const { known } = value;
      if (!known || value.shape.length !== 1) return { outputs: [{ ...gathered, origin: value.origin }] };
      return {
        outputs: [{ ...gathered, known: rows.flatMap((row) => known.slice(row, row + 1)) }],
      };
    },
  },
  Expand: {
    inputs: [2, 2],
    plan(context) {
      const { type, shape, origin } = context.input(0);
      const target = knownDimensions(context, 1, 'sizes');
      if (target.some(({ size }) => size < 1)) return context.fail('one of its sizes is not positive');
      return { outputs: [{ type, shape: broadcast(context, shape, target), origin }] };
    },
  },
  Tile: {
    inputs: [2, 2],
    plan(context) {
      const { type, shape, origin } = context.input(0);
      const repeats = knownDimensions(context, 1, 'repeats');
      if (repeats.length !== shape.length) return context.fail('its repeats do not fit its input');
      return {
        outputs: [
          { type, shape: shape.map((size, axis) => productOf([size, repeats[axis] ?? fixed(1)])), origin },
        ],
      };
    },
  },
  Pad: {
    attributes: { mode: 'text' },
    inputs: [2, 4],
    plan: (context) => moved(pad(context)),
  },
};

/** A result whose elements are moved one at a time. */
function moved(value: GraphValue): NodePlan {
  return { outputs: [value], otherWork: amountOf(value.shape, OTHER_WORK.perMove) };
}

/** The same elements in the same order under another shape. */
function rearranged({ type, known, origin }: GraphValue, shape: GraphShape): GraphValue {
  return { type, shape, known, origin };
}

function replaced(shape: GraphShape, axis: number, size: Dimension): GraphShape {
  return shape.map((old, index) => (index === axis ? size : old));
}

function reshape(context: NodeContext, from: GraphShape): GraphShape {
  const target = knownDimensions(context, 1, 'sizes');
  const total = productOf(from);
  const free = target.filter((size) => !size.isBatch && size.size === -1).length;
  const given = target.map((size, axis): Dimension => {
    if (size.isBatch || size.size > 0 || size.size === -1) return size;
    if (size.size === 0) return from[axis] ?? context.fail('a 0 among its sizes stands for no dimension');
    return context.fail(`one of its sizes is ${size.size}`);
  });
  const rest = given.filter((size) => size.isBatch || size.size !== -1);
  const batches = rest.filter(({ isBatch }) => isBatch).length;
  const product = productOf(rest);
  const mismatch = () =>
    context.fail(
      `${formatShape(from)} does not have the elements of ${formatShape(target)} whatever the batch`,
    );
  if (free > 1 || batches > 1) return mismatch();
  if (free === 0) return isEqual(product, total) ? given : mismatch();
  if (total.size % product.size !== 0 || (product.isBatch && !total.isBatch)) return mismatch();
  const inferred = { size: total.size / product.size, isBatch: total.isBatch && !product.isBatch };
  return given.map((size) => (!size.isBatch && size.size === -1 ? inferred : size));
}

function concatenate(context: NodeContext, values: readonly GraphValue[]): GraphValue {
  const [first] = values;
  if (!first) return context.fail('it takes nothing');
  const axis = axisOf(context, context.int('axis', 0), first.shape.length);
  let length = 0;
  for (const { type, shape } of values) {
    const fits =
      type === first.type &&
      shape.length === first.shape.length &&
      shape.every((size, index) => {
        const other = first.shape[index];
        return other && (index === axis ? size.isBatch === other.isBatch : isEqual(size, other));
      });
    if (!fits) {
      return context.fail(`${formatShape(first.shape)} and ${formatShape(shape)} do not fit together`);
    }
    length += shape[axis]?.size ?? 0;
  }
  const known = values.map((value) => value.known);
  const areKnown = first.shape.length === 1 && known.every((each) => each !== undefined);
  return {
    type: first.type,
    shape: replaced(first.shape, axis, { size: length, isBatch: first.shape[axis]?.isBatch ?? false }),
    known: areKnown ? known.flatMap((each) => each ?? []) : undefined,
  };
}

/** As ONNX divides: the last part takes what is missing. */
function evenParts(length: number, count: number): number[] {
  const part = Math.ceil(length / count);
  return Array.from({ length: count }, (_, index) => Math.min(part, length - index * part));
}

function slice(context: NodeContext): GraphValue {
  const value = context.input(0);
  const starts = knownNumbers(context, 1, 'starts');
  const ends = knownNumbers(context, 2, 'ends');
  const given = context.optional(3) ? knownNumbers(context, 3, 'axes') : starts.map((_, axis) => axis);
  const steps = context.optional(4) ? knownNumbers(context, 4, 'steps') : starts.map(() => 1);
  if (ends.length !== starts.length || given.length !== starts.length || steps.length !== starts.length) {
    return context.fail('its starts, ends, axes and steps are not equally many');
  }
  axesOf(context, given, value.shape.length);
  let { shape } = value;
  let { known } = value;
  given.forEach((at, index) => {
    const axis = axisOf(context, at, shape.length);
    const [start = 0, end = 0, step = 1] = [starts[index], ends[index], steps[index]];
    const dimension = shape[axis] ?? fixed(1);
    if (dimension.isBatch) {
      if (start !== 0 || step !== 1 || end < 2 ** 31 - 1) context.fail('it takes a part of the batch');
      return;
    }
    const positions = slicePositions(context, { length: dimension.size, start, end, step });
    shape = replaced(shape, axis, fixed(positions.count));
    known =
      known && value.shape.length === 1
        ? Array.from(
            { length: positions.count },
            (_, position) => known?.[positions.first + position * step] ?? fixed(0),
          )
        : undefined;
  });
  return { type: value.type, shape, known, origin: value.origin };
}

/** @see https://onnx.ai/onnx/operators/onnx__Slice.html */
function slicePositions(
  { fail }: NodeContext,
  { length, start, end, step }: { length: number; start: number; end: number; step: number },
): { first: number; count: number } {
  if (!Number.isSafeInteger(step) || step === 0) return fail(`its step is ${step}`);
  const counted = (position: number) => (position < 0 ? position + length : position);
  const clamp = (position: number, low: number, high: number) => Math.min(Math.max(position, low), high);
  const first = step > 0 ? clamp(counted(start), 0, length) : clamp(counted(start), 0, length - 1);
  const last = step > 0 ? clamp(counted(end), 0, length) : clamp(counted(end), -1, length - 1);
  return { first, count: Math.max(0, Math.ceil((last - first) / step)) };
}

const PAD_MODES: readonly string[] = ['constant', 'edge', 'reflect'];

function pad(context: NodeContext): GraphValue {
  const { shape } = context.floats(0);
  const mode = context.text('mode', 'constant');
  if (!PAD_MODES.includes(mode)) return context.fail(`its mode is ${JSON.stringify(mode)}`);
  const pads = knownNumbers(context, 1, 'pads');
  const value = context.optional(2);
  if (value && (value.type !== 'float32' || productOf(value.shape).size !== 1)) {
    return context.fail('its value is not a single float32 number');
  }
  const axes = context.optional(3)
    ? knownNumbers(context, 3, 'axes').map((axis) => axisOf(context, axis, shape.length))
    : shape.map((_, axis) => axis);
  axesOf(context, axes, shape.length);
  if (pads.length !== 2 * axes.length) return context.fail('its pads do not fit its input');
  return floats(
    shape.map((dimension, axis) => {
      const index = axes.indexOf(axis);
      const [before = 0, after = 0] = index < 0 ? [] : [pads[index], pads[index + axes.length]];
      if (before === 0 && after === 0) return dimension;
      const length = sizeOf(context, dimension, 'padded dimension');
      if (before < 0 || after < 0) return context.fail('its pads are negative');
      // Beyond its own length, what a reflection shows is not defined.
      if (mode === 'reflect' && Math.max(before, after) >= length) {
        return context.fail('it reflects more than there is');
      }
      return fixed(length + before + after);
    }),
  );
}
