import { expect, test } from 'vitest';
import { logarithm } from './logarithm.ts';
import { createRandomSource } from './random.ts';
import { createReplayedRandom } from './replay.ts';

/** The state 1, 2, 3, 4 of the reference implementation, in the first 16 bytes. */
const REFERENCE_SEED = `0x${'00000001000000020000000300000004'.padEnd(64, '0')}` as const;
const SEED = `0x${'9a'.repeat(32)}` as const;

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test('the generator is xoshiro128**: the first words are those of the reference implementation', () => {
  const words = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
  const random = createRandomSource(REFERENCE_SEED);
  expect([...random.uniform(words.length, 0, 2 ** 24)]).toEqual(words.map((word) => word >>> 8));
});

test('a seed of zeros still gives numbers', () => {
  const values = createRandomSource(`0x${'00'.repeat(32)}`).uniform(100, 0, 1);
  expect(new Set(values).size).toBeGreaterThan(90);
});

test('equal seeds give equal numbers, other seeds others', () => {
  const draw = (seed: `0x${string}`) => [...createRandomSource(seed).normal(5, 0, 1)];
  expect(draw(SEED)).toEqual(draw(SEED));
  expect(draw(SEED)).not.toEqual(draw(REFERENCE_SEED));
});

test('uniform numbers fill their interval evenly', () => {
  const values = createRandomSource(SEED).uniform(100_000, -10, 10);
  expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(-10);
  expect(Math.max(...values.slice(0, 50_000))).toBeLessThanOrEqual(10);
  expect(mean(values)).toBeCloseTo(0, 1);
  expect(mean(values.map((value) => value * value))).toBeCloseTo(100 / 3, 0);
});

test('normal numbers have the mean, deviation and kurtosis asked for', () => {
  const values = createRandomSource(SEED)
    .normal(100_001, 3, 2)
    .map((value) => (value - 3) / 2);
  expect(mean(values)).toBeCloseTo(0, 1);
  expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
  expect(mean(values.map((value) => value ** 4))).toBeCloseTo(3, 0);
});

test('whole numbers are each as likely', () => {
  const counts = new Array<number>(7).fill(0);
  for (const value of createRandomSource(SEED).integers(70_000, -3, 4))
    counts[value + 3] = (counts[value + 3] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('a permutation contains every number once', () => {
  const permutation = createRandomSource(SEED).permutation(1_000);
  expect([...permutation].sort((a, b) => a - b)).toEqual([...permutation.keys()]);
  expect([...permutation]).not.toEqual([...permutation.keys()]);
});

test('the logarithm agrees with the platform’s to the last digits', () => {
  for (const x of [1e-300, 1e-9, 0.1, 0.5, 0.999999, 1, 1.4142135, 2, Math.E, 10, 12345.678, 1e300]) {
    expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(
      4e-16 * Math.max(1, Math.abs(Math.log(x))),
    );
  }
});

test('both models of a round get the numbers of a generator of their own, in whatever order they ask', () => {
  const start = createReplayedRandom()(SEED);
  const fresh = createRandomSource(SEED);
  const first = start();
  expect(first.uniform(10, 0, 1)).toEqual(fresh.uniform(10, 0, 1));
  expect(first.integers(10, 0, 9)).toEqual(fresh.integers(10, 0, 9));

  const second = start();
  const other = createRandomSource(SEED);
  expect(second.uniform(10, 0, 1)).toEqual(other.uniform(10, 0, 1));
  expect(second.permutation(20)).toEqual(other.permutation(20));
  expect(second.normal(3, 0, 1)).toEqual(other.normal(3, 0, 1));
});

test('more numbers than are kept for the second model are still the same for both', () => {
  const start = createReplayedRandom()(SEED);
  const draw = () => {
    const random = start();
    random.uniform(4_000_000, 0, 1);
    random.uniform(1_000_000, 0, 1);
    return [...random.uniform(3, 0, 1)];
  };
  expect(draw()).toEqual(draw());
});
