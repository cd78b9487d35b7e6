import { expect, test } from 'vitest';
import { multiply } from './multiply.ts';

test('products are rounded to float32 once, from double precision', () => {
  const into = new Float32Array(3);
  multiply(Float64Array.of(0.1, -3, NaN), Float32Array.of(3, 3, 1), into);
  expect([...into]).toEqual([Math.fround(0.1 * 3), -9, NaN]);
});

test('a square is what the interpreter makes of a float32 times itself', () => {
  const values = Float32Array.from({ length: 100 }, (_, index) => Math.fround(index / 7 - 5));
  const into = new Float32Array(100);
  multiply(values, values, into);
  expect(into).toEqual(values.map((value) => value * value));
});
