import { GRAPH_TYPES, typeOfCode } from '../decode.ts';
import { OTHER_WORK } from '../../model/cost.ts';
import { type Dimension, type GraphValue, amountOf, fixed, isEqual } from '../value.ts';
import { type Operator, broadcast, floats, valueOf } from './operator.ts';

const unary = (attributes: Operator['attributes'] = {}): Operator => ({
  attributes,
  inputs: [1, 1],
  plan(context) {
    const { shape } = context.floats(0);
    return { outputs: [floats(shape)], otherWork: amountOf(shape, OTHER_WORK.perFunction) };
  },
});

/** Two or more that broadcast; whole numbers keep their values where these follow from the graph. */
const arithmetic = (most: number, wholeNumbers?: (a: number, b: number) => number): Operator => ({
  inputs: [most === 2 ? 2 : 1, most],
  plan(context) {
    let result = context.input(0);
    for (let index = 1; index < context.inputCount; index++) {
      const right = context.input(index);
      if (right.type !== result.type) {
        return context.fail(`its inputs are of different types, ${result.type} and ${right.type}`);
      }
      result = {
        type: result.type,
        shape: broadcast(context, result.shape, right.shape),
        known:
          wholeNumbers && combine(result, right, (a, b) => calculate(context.opType, a, b, wholeNumbers)),
      };
    }
    if (result.type === 'bool') return context.fail('its inputs are bool');
    if (result.type !== 'float32' && !result.known) {
      return context.fail('its inputs are whole numbers that do not follow from the graph');
    }
    const each = OTHER_WORK.perFunction * (context.inputCount - 1);
    return { outputs: [result], otherWork: amountOf(result.shape, each) };
  },
});

const comparison = (holds: (a: Dimension, b: Dimension) => boolean | undefined): Operator => ({
  inputs: [2, 2],
  plan(context) {
    const [left, right] = [context.input(0), context.input(1)];
    if (left.type !== right.type) {
      return context.fail(`its inputs are of different types, ${left.type} and ${right.type}`);
    }
    const shape = broadcast(context, left.shape, right.shape);
    const known = combine(left, right, (a, b) => {
      const result = holds(a, b);
      return result === undefined ? undefined : fixed(result ? 1 : 0);
    });
    return { outputs: [{ type: 'bool', shape, known }] };
  },
});

const logic: Operator = {
  inputs: [2, 2],
  plan(context) {
    for (const index of [0, 1]) {
      if (context.input(index).type !== 'bool') return context.fail(`input ${index} is not bool`);
    }
    return { outputs: [valueOf('bool', broadcast(context, context.input(0).shape, context.input(1).shape))] };
  },
};

/** Nothing changes but the name; what is known of the input stays known. */
const same: Operator = {
  inputs: [1, 1],
  plan: (context) => ({ outputs: [context.input(0)] }),
};

const fixedOnly =
  (holds: (a: number, b: number) => boolean) =>
  (a: Dimension, b: Dimension): boolean | undefined =>
    a.isBatch || b.isBatch ? undefined : holds(a.size, b.size);

/** Operators that treat every element by itself. */
export const ELEMENTWISE_OPERATORS: { readonly [opType: string]: Operator } = {
  Relu: unary(),
  LeakyRelu: unary({ alpha: 'float' }),
  ThresholdedRelu: unary({ alpha: 'float' }),
  Elu: unary({ alpha: 'float' }),
  Celu: unary({ alpha: 'float' }),
  Selu: unary({ alpha: 'float', gamma: 'float' }),
  HardSigmoid: unary({ alpha: 'float', beta: 'float' }),
  HardSwish: unary(),
  Gelu: unary({ approximate: 'text' }),
  Mish: unary(),
  Sigmoid: unary(),
  Softplus: unary(),
  Softsign: unary(),
  Tanh: unary(),
  Erf: unary(),
  Exp: unary(),
  Log: unary(),
  Sqrt: unary(),
  Reciprocal: unary(),
  Abs: unary(),
  Neg: unary(),
  Sign: unary(),
  Floor: unary(),
  Ceil: unary(),
  Round: unary(),
  Sin: unary(),
  Cos: unary(),
  Atan: unary(),
  Identity: same,
  Add: arithmetic(2, (a, b) => a + b),
  Sub: arithmetic(2, (a, b) => a - b),
  Mul: arithmetic(2, (a, b) => a * b),
  Div: arithmetic(2, (a, b) => Math.trunc(a / b)),
  Pow: arithmetic(2),
  Min: arithmetic(16),
  Max: arithmetic(16),
  Sum: arithmetic(16),
  Mean: arithmetic(16),
  Equal: comparison((a, b) => {
    if (isEqual(a, b)) return true;
    // The batch is at least 1.
    if (a.isBatch !== b.isBatch && Math.min(a.size, b.size) > 0) return undefined;
    return false;
  }),
  Less: comparison(fixedOnly((a, b) => a < b)),
  LessOrEqual: comparison(fixedOnly((a, b) => a <= b)),
  Greater: comparison(fixedOnly((a, b) => a > b)),
  GreaterOrEqual: comparison(fixedOnly((a, b) => a >= b)),
  And: logic,
  Or: logic,
  Not: {
    inputs: [1, 1],
    plan(context) {
      const { type, shape } = context.input(0);
      return type === 'bool' ? { outputs: [valueOf(type, shape)] } : context.fail('its input is not bool');
    },
  },
  Where: {
    inputs: [3, 3],
    plan(context) {
      const [condition, left, right] = [context.input(0), context.input(1), context.input(2)];
      if (condition.type !== 'bool') return context.fail('its condition is not bool');
      if (left.type !== right.type) {
        return context.fail(`its inputs are of different types, ${left.type} and ${right.type}`);
      }
      const shape = broadcast(context, condition.shape, broadcast(context, left.shape, right.shape));
      return { outputs: [{ type: left.type, shape, known: choose(condition, left, right) }] };
    },
  },
  PRelu: {
    inputs: [2, 2],
    plan(context) {
      const shape = context.floats(0).shape;
      const broadcasted = broadcast(context, shape, context.floats(1).shape);
      if (
        broadcasted.length !== shape.length ||
        !broadcasted.every((size, axis) => isSame(size, shape[axis]))
      ) {
        return context.fail('its slopes are larger than its input');
      }
      return { outputs: [floats(shape)] };
    },
  },
  Clip: {
    inputs: [1, 3],
    plan(context) {
      for (const index of [1, 2]) {
        const bound = context.optional(index);
        if (bound && (bound.type !== 'float32' || bound.shape.length > 0)) {
          return context.fail('its bounds are not single float32 numbers');
        }
      }
      return { outputs: [floats(context.floats(0).shape)] };
    },
  },
  Dropout: {
    attributes: { seed: 'int' },
    inputs: [1, 3],
    plan(context) {
      if (context.inputCount > 2) return context.fail('it must not be in training mode');
      return { outputs: [floats(context.floats(0).shape)] };
    },
  },
  Cast: {
    attributes: { to: 'int' },
    inputs: [1, 1],
    plan(context) {
      const value = context.input(0);
      const type = typeOfCode(context.int('to', 0));
      if (!type) return context.fail('it casts to another type than float32, int32, int64 or bool');
      // What happens to numbers that do not fit is not the same for all machines.
      if (value.type === 'float32' && type !== 'float32') {
        return context.fail('it makes whole numbers of real ones');
      }
      const isWhole = type === 'int32' || type === 'int64';
      const fits = isWhole && (value.known?.every(({ size }) => Math.abs(size) < 2 ** 31) ?? false);
      return {
        outputs: [
          {
            type,
            shape: value.shape,
            known: fits || type === value.type ? value.known : undefined,
            origin: isWhole ? value.origin : undefined,
          },
        ],
      };
    },
  },
};

/** The largest number of elements of whole-number tensors that are followed through the graph. */
const MAX_KNOWN = 65_536;

export function knownValues({ type, shape }: GraphValue, value: number): GraphValue {
  const count = shape.reduce((product, { size }) => product * size, 1);
  const isWhole = type === 'int64' || type === 'int32';
  const isFixed = shape.every(({ isBatch }) => !isBatch);
  return isWhole && isFixed && count <= MAX_KNOWN
    ? { type, shape, known: Array.from({ length: count }, () => fixed(value)) }
    : { type, shape };
}

/** The known elements of a constant. */
export function decodeKnown(type: keyof typeof GRAPH_TYPES, bytes: Uint8Array): Dimension[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elementBytes = GRAPH_TYPES[type].bytes;
  const count = bytes.length / elementBytes;
  if (count > MAX_KNOWN || type === 'float32') return undefined;
  return Array.from({ length: count }, (_, index) => {
    if (type === 'int64') return fixed(Number(view.getBigInt64(8 * index, true)));
    return fixed(type === 'int32' ? view.getInt32(4 * index, true) : view.getUint8(index));
  });
}

/** Element by element, where both are known and are of one length or single. */
function combine(
  a: GraphValue,
  b: GraphValue,
  of: (a: Dimension, b: Dimension) => Dimension | undefined,
): readonly Dimension[] | undefined {
  const [left, right] = [a.known, b.known];
  if (!left || !right || a.shape.length > 1 || b.shape.length > 1) return undefined;
  if (left.length !== right.length && left.length !== 1 && right.length !== 1) return undefined;
  const results = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const x = left[left.length === 1 ? 0 : index];
    const y = right[right.length === 1 ? 0 : index];
    return x && y ? of(x, y) : undefined;
  });
  const known = results.filter((result) => result !== undefined);
  return known.length === results.length ? known : undefined;
}

function choose(
  condition: GraphValue,
  left: GraphValue,
  right: GraphValue,
): readonly Dimension[] | undefined {
  const indexes = { ...condition, known: condition.known?.map((_, index) => fixed(index)) };
  const length = Math.max(condition.known?.length ?? 0, left.known?.length ?? 0, right.known?.length ?? 0);
  const pick = (value: GraphValue, index: number) => value.known?.[value.known.length === 1 ? 0 : index];
  const fits = [indexes, left, right].every(
    ({ known, shape }) => known && shape.length <= 1 && (known.length === 1 || known.length === length),
  );
  if (!fits) return undefined;
  const results = Array.from({ length }, (_, index) =>
    pick(condition, index)?.size ? pick(left, index) : pick(right, index),
  );
  const known = results.filter((result) => result !== undefined);
  return known.length === results.length ? known : undefined;
}

/** Multiples of the batch stay multiples of it, or nothing is known. */
function calculate(
  opType: string,
  a: Dimension,
  b: Dimension,
  of: (a: number, b: number) => number,
): Dimension | undefined {
  const isDivision = opType === 'Div';
  if (isDivision && b.size === 0) return undefined;
  const size = of(a.size, b.size);
  if (!Number.isSafeInteger(size)) return undefined;
  if (!a.isBatch && !b.isBatch) return fixed(size);
  if (opType === 'Mul' && a.isBatch !== b.isBatch) return { size, isBatch: true };
  if (isDivision && a.isBatch && !b.isBatch && a.size % b.size === 0) return { size, isBatch: true };
  return undefined;
}

function isSame(a: Dimension, b: Dimension | undefined): boolean {
  return b !== undefined && isEqual(a, b);
}
