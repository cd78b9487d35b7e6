import { ArchitectureError } from '../../architecture/error.ts';
import type { GraphAttribute, GraphNode, GraphTensor, GraphType } from '../decode.ts';
import {
  type Amount,
  type Dimension,
  type GraphShape,
  type GraphValue,
  fixed,
  formatShape,
  isEqual,
  isOne,
} from '../value.ts';

/** What follows from a node and what enters it. */
export type NodePlan = {
  outputs: readonly GraphValue[];
  /** Multiply–adds. */
  multiplyAdds?: Amount;
  /** All other work, as the multiply–adds that take as long (`model/cost.ts`). */
  otherWork?: Amount;
  /** Calls of kernels; 1 when absent. */
  calls?: number;
  /** An input of the model whose whole numbers must be less than `below`. */
  bound?: { origin: string; below: number };
};

/** An operator that graphs may use. */
export type Operator = {
  /** Attributes that it may have. */
  attributes?: { readonly [name: string]: GraphAttribute['kind'] };
  /** How many inputs it takes, the optional ones included. */
  inputs: readonly [least: number, most: number];
  plan(context: NodeContext): NodePlan;
};

export type NodeContext = {
  opset: number;
  opType: string;
  inputCount: number;
  outputCount: number;
  /** @throws ArchitectureError when it is absent. */
  input(index: number): GraphValue;
  optional(index: number): GraphValue | undefined;
  /** @throws ArchitectureError when it is not float32. */
  floats(index: number): GraphValue;
  int(name: string, otherwise: number): number;
  ints(name: string): readonly number[] | undefined;
  text(name: string, otherwise: string): string;
  texts(name: string): readonly string[] | undefined;
  tensor(name: string): GraphTensor | undefined;
  has(name: string): boolean;
  /** @throws ArchitectureError which names the node. */
  fail(problem: string): never;
};

export function createContext(
  node: GraphNode,
  inputs: readonly (GraphValue | undefined)[],
  opset: number,
): NodeContext {
  const fail = (problem: string): never => failNode(node, problem);
  const input = (index: number) => inputs[index] ?? fail(`input ${index} is missing`);
  const attribute = (name: string) => node.attributes.get(name);
  const toNumber = (name: string, value: bigint): number => {
    if (value < -0x8000_0000n || value > 0x7fff_ffffn) fail(`attribute "${name}" is ${value}`);
    return Number(value);
  };
  return {
    opset,
    opType: node.opType,
    inputCount: inputs.length,
    outputCount: node.outputs.length,
    input,
    optional: (index) => inputs[index],
    floats(index) {
      const value = input(index);
      return value.type === 'float32' ? value : fail(`input ${index} is ${value.type}, not float32`);
    },
    int(name, otherwise) {
      const found = attribute(name);
      return found?.kind === 'int' ? toNumber(name, found.value) : otherwise;
    },
    ints(name) {
      const found = attribute(name);
      return found?.kind === 'ints' ? found.value.map((value) => toNumber(name, value)) : undefined;
    },
    text(name, otherwise) {
      const found = attribute(name);
      return found?.kind === 'text' ? found.value : otherwise;
    },
    texts(name) {
      const found = attribute(name);
      return found?.kind === 'texts' ? found.value : undefined;
    },
    tensor(name) {
      const found = attribute(name);
      return found?.kind === 'tensor' ? found.value : undefined;
    },
    has: (name) => node.attributes.has(name),
    fail,
  };
}

/** @throws ArchitectureError which names the node. */
export function failNode({ label }: GraphNode, problem: string): never {
  throw new ArchitectureError(`The ONNX graph cannot be used: ${label}: ${problem}.`);
}

export const floats = (shape: GraphShape): GraphValue => ({ type: 'float32', shape });

export const valueOf = (type: GraphType, shape: GraphShape): GraphValue => ({ type, shape });

/** The shape that two broadcast to, as NumPy does it. */
export function broadcast({ fail }: NodeContext, a: GraphShape, b: GraphShape): GraphShape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[index - rank + a.length] ?? fixed(1);
    const right = b[index - rank + b.length] ?? fixed(1);
    if (isEqual(left, right) || isOne(right)) return left;
    if (isOne(left)) return right;
    return fail(`${formatShape(a)} and ${formatShape(b)} do not broadcast`);
  });
}

/** An axis from 0; negative ones count from the end. */
export function axisOf({ fail }: NodeContext, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  return Number.isInteger(counted) && counted >= 0 && counted < rank
    ? counted
    : fail(`there is no axis ${axis}`);
}

/** Axes from 0, each once. */
export function axesOf(context: NodeContext, axes: readonly number[], rank: number): ReadonlySet<number> {
  const counted = new Set(axes.map((axis) => axisOf(context, axis, rank)));
  return counted.size === axes.length ? counted : context.fail('an axis is given twice');
}

/** A dimension that does not depend on the batch. */
export function sizeOf(context: NodeContext, dimension: Dimension | undefined, what: string): number {
  if (!dimension) return context.fail(`it has no ${what}`);
  return dimension.isBatch ? context.fail(`its ${what} is the batch`) : dimension.size;
}

/** Whole numbers that an input must have, whatever the batch. */
export function knownNumbers(context: NodeContext, index: number, what: string): readonly number[] {
  return knownDimensions(context, index, what).map(({ size, isBatch }) =>
    isBatch ? context.fail(`its ${what} depend on the batch`) : size,
  );
}

/** Whole numbers of an input, of which some may be multiples of the batch. */
export function knownDimensions(context: NodeContext, index: number, what: string): readonly Dimension[] {
  const { known } = context.input(index);
  return known ?? context.fail(`its ${what} do not follow from the graph`);
}

/** @throws ArchitectureError when an input is not float32 of this shape. */
export function requireShape(context: NodeContext, index: number, expected: GraphShape): void {
  const { shape } = context.floats(index);
  const fits =
    shape.length === expected.length &&
    shape.every((size, axis) => isEqual(size, expected[axis] ?? fixed(0)));
  if (!fits) context.fail(`input ${index} is ${formatShape(shape)}, it must be ${formatShape(expected)}`);
}
