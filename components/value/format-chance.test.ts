import { expect, test } from 'vitest';
import { formatChance } from './format-chance.ts';

test.each([
  [0n, 8n, 'never'],
  [137n, 65_536n, '0.2090 %, once in 478'],
  [5n, 16n, '31.3 %, once in 3'],
  [1n, 1n, '100.0 %'],
  [1n, 1n << 64n, 'below 0.0001 %, once in 18,446,744,073,709,551,616'],
])('%s of %s is shown as %s', (numerator, denominator, text) => {
  expect(formatChance({ numerator, denominator })).toBe(text);
});
