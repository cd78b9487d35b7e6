import { describe, expect, test } from 'vitest';
import { formatAmount } from './format-amount.ts';

describe('formatAmount', () => {
  test.each([
    [1_234_567_890_000_000_000_000n, 18, '1,234.56', '1,234.56789'],
    [1_999n, 3, '1.99', '1.999'],
    [10n ** 18n, 18, '1', '1'],
    [0n, 18, '0', '0'],
    [42n, 0, '42', '42'],
    [-1_500n, 3, '−1.5', '−1.5'],
  ])('%s base units with %s decimals: %s, exactly %s', (amount, decimals, short, full) => {
    expect(formatAmount({ amount, decimals })).toEqual({ short, full });
  });

  test('behavior: a small amount keeps four significant digits and is never shown as nothing', () => {
    expect(formatAmount({ amount: 4_216_987_654_321_000n, decimals: 18 }).short).toBe('0.004216');
    expect(formatAmount({ amount: 1n, decimals: 18 }).short).toBe('0.000000000000000001');
  });

  test('behavior: what is short is cut, so that it never promises more than there is', () => {
    expect(formatAmount({ amount: 9_999n, decimals: 3 }).short).toBe('9.99');
  });
});
