import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toScore } from './score.ts';

test.each([
  [0, 0n],
  [-0, 0n],
  [1, 10n ** 18n],
  [0.5, 5n * 10n ** 17n],
  // The double nearest to 0.1 is slightly above it.
  [0.1, 100000000000000005n],
  [1 - 2 ** -53, 999999999999999888n],
  [1e-18, 1n],
  [9e-19, 0n],
  [Number.MIN_VALUE, 0n],
  [-0.25, 0n],
  [1.5, 10n ** 18n],
  [Infinity, 10n ** 18n],
  [-Infinity, 0n],
  [NaN, 0n],
])('%d is the score %d', (value, score) => {
  expect(toScore(value)).toBe(score);
});

test('a score is the floor of the exact binary value', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value) => {
      // 2^1074 · value is a whole number for every double, and 1074 doublings are exact in big integers.
      let exponent = 0;
      let mantissa = value;
      for (; !Number.isInteger(mantissa); exponent++) mantissa *= 2;
      expect(toScore(value)).toBe((BigInt(mantissa) * 10n ** 18n) >> BigInt(exponent));
    }),
    { seed: 3, numRuns: 2_000 },
  );
});
