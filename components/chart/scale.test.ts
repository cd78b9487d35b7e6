import { describe, expect, test } from 'vitest';
import { formatTick, roundTicks, toDrawable } from './scale.ts';

describe('roundTicks', () => {
  test.each([
    [0.06, 1.07, ['0.2', '0.4', '0.6', '0.8', '1.0']],
    [0.99951, 1.00009, ['0.9996', '0.9997', '0.9998', '0.9999', '1.0000']],
    [0, 10, ['0', '2', '4', '6', '8', '10']],
  ])('from %s to %s', (low, high, texts) => {
    const ticks = roundTicks({ low, high });
    expect(ticks.map((tick) => formatTick(tick, ticks))).toEqual(texts);
  });

  test('behavior: where there is no range, one tick', () => {
    expect(roundTicks({ low: 1, high: 1 })).toEqual([1]);
  });
});

test('toDrawable: a score as a number', () => {
  expect(toDrawable(5n * 10n ** 17n)).toBe(0.5);
});
