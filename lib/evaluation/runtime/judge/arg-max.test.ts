import { expect, test } from 'vitest';
import { argMax } from './arg-max.ts';

const positions = (values: number[], width: number) => {
  const into = new Int32Array(values.length / width);
  argMax(Float64Array.from(values), width, into);
  return [...into];
};

test('the position of the largest value of each row, the first of several', () => {
  expect(positions([1, 3, 2, 5, 5, 4, -1, -3, -2], 3)).toEqual([1, 0, 0]);
});

test('a NaN is never larger', () => {
  expect(positions([1, NaN, 2, NaN, 1, 2], 3)).toEqual([2, 0]);
});
