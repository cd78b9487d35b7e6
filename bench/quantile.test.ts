import { describe, expect, test } from 'vitest';
import { quantile } from './quantile.ts';

describe('quantile', () => {
  test('default: the least value that the share of the values does not exceed', () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(quantile(values, 0.5)).toBe(10);
    expect(quantile(values, 0.95)).toBe(19);
    expect(quantile(values, 1)).toBe(20);
  });

  test('behavior: of one value every quantile is that value, of none there is none', () => {
    expect(quantile([7], 0.05)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
