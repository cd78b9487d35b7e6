import { describe, expect, test } from 'vitest';
import { requiredBond, tailNumerator } from './bond.ts';

describe('tailNumerator', () => {
  test('default: at least 14 heads of 16 coins: 120 + 16 + 1 of 65536', () => {
    expect(tailNumerator({ rounds: 16, requiredWins: 14 })).toBe(137n);
  });

  test('behavior: all wins of all rounds is one outcome; at least none is every outcome', () => {
    expect(tailNumerator({ rounds: 64, requiredWins: 64 })).toBe(1n);
    expect(tailNumerator({ rounds: 64, requiredWins: 0 })).toBe(2n ** 64n);
  });
});

describe('requiredBond', () => {
  const terms = { rounds: 16, requiredWins: 14 };

  test('default: the fee and the fair odds of a lucky pass, rounded up', () => {
    // 1000 · 137 / 65536 = 2.09…
    expect(requiredBond({ pool: 1000n, operatorFee: 7n, bond: 0n, terms })).toBe(7n + 3n);
  });

  test('behavior: the owner’s bond holds where it is more than the odds', () => {
    expect(requiredBond({ pool: 1000n, operatorFee: 7n, bond: 50n, terms })).toBe(57n);
  });
});
