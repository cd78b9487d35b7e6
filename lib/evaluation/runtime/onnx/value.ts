import type { GraphType } from './decode.ts';

/** One dimension: `size`, or `size` times the number of samples. */
export type Dimension = { size: number; isBatch: boolean };

export type GraphShape = readonly Dimension[];

/** What is known of a tensor before anything runs. */
export type GraphValue = {
  type: GraphType;
  shape: GraphShape;
  /** The elements of small whole-number tensors that follow from the graph alone: shapes, axes, positions. */
  known?: readonly Dimension[] | undefined;
  /** The input of whole numbers that its elements are those of, in another arrangement. */
  origin?: string | undefined;
};

/** An amount that has one part for each sample, and one for the whole run. */
export type Amount = { sample: number; run: number };

export const NOTHING: Amount = { sample: 0, run: 0 };

export const fixed = (size: number): Dimension => ({ size, isBatch: false });

export const isEqual = (a: Dimension, b: Dimension): boolean => a.size === b.size && a.isBatch === b.isBatch;

export const isOne = ({ size, isBatch }: Dimension): boolean => size === 1 && !isBatch;

/** The product of dimensions, of which at most one may be the batch's. */
export function productOf(shape: GraphShape): Dimension {
  return shape.reduce(
    (product, { size, isBatch }) => ({ size: product.size * size, isBatch: product.isBatch || isBatch }),
    fixed(1),
  );
}

/** The elements of a tensor, times `each`. */
export function amountOf(shape: GraphShape, each = 1): Amount {
  const { size, isBatch } = productOf(shape);
  return isBatch ? { sample: size * each, run: 0 } : { sample: 0, run: size * each };
}

export function formatShape(shape: GraphShape): string {
  return `[${shape.map(({ size, isBatch }) => (isBatch ? (size === 1 ? 'batch' : `${size}·batch`) : size)).join(', ')}]`;
}
