import { describe, expect, test } from 'vitest';
import { formatScore, formatShare, positionBetween } from './format-score.ts';

describe('formatScore', () => {
  test('default: cut to six places, exact to eighteen', () => {
    expect(formatScore(999_999_999_999_999_999n)).toEqual({
      short: '0.999999',
      full: '0.999999999999999999',
    });
    expect(formatScore(15n * 10n ** 18n)).toEqual({ short: '15.000000', full: '15.000000000000000000' });
  });

  test('behavior: a difference may be negative', () => {
    expect(formatScore(-5n * 10n ** 17n).short).toBe('−0.500000');
  });
});

describe('formatShare', () => {
  test.each([
    [1n, 3n, '33.33 %'],
    [1n, 1n, '100.00 %'],
    [-1n, 8n, '−12.50 %'],
    [0n, 7n, '0.00 %'],
  ])('%s of %s is %s', (numerator, denominator, text) => {
    expect(formatShare({ numerator, denominator })).toBe(text);
  });
});

describe('positionBetween', () => {
  test('default: the share of the way, kept within it', () => {
    expect(positionBetween({ value: 25n, low: 0n, high: 100n })).toBe(0.25);
    expect(positionBetween({ value: -1n, low: 0n, high: 100n })).toBe(0);
    expect(positionBetween({ value: 101n, low: 0n, high: 100n })).toBe(1);
  });

  test('behavior: where there is no way, one is at its start or at its end', () => {
    expect(positionBetween({ value: 4n, low: 5n, high: 5n })).toBe(0);
    expect(positionBetween({ value: 5n, low: 5n, high: 5n })).toBe(1);
  });
});
