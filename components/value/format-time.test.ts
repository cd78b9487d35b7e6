import { describe, expect, test } from 'vitest';
import { formatAbsolute, formatDuration, formatRelative } from './format-time.ts';

describe('formatDuration', () => {
  test.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [190, '3 min 10 s'],
    [600, '10 min'],
    [3_600, '1 h'],
    [7_500, '2 h 5 min'],
    [90_000, '1 d 1 h'],
    [40 * 86_400, '40 d'],
  ])('%s s: %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

test('formatRelative: past, now and to come', () => {
  expect(formatRelative({ at: 100, now: 145 })).toBe('45 s ago');
  expect(formatRelative({ at: 100, now: 101 })).toBe('now');
  expect(formatRelative({ at: 100, now: 40 })).toBe('in 1 min');
});

test('formatAbsolute: universal time, to the second', () => {
  expect(formatAbsolute(1_795_348_800)).toBe('2026-11-22 12:00:00 UTC');
});
