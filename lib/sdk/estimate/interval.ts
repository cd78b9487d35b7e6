/** Values outside of the interval on either side, as a share. */
const TAIL = 0.05;

/**
 * The interval that holds the middle nine tenths of values.
 *
 * @param values At least one.
 */
export function middleInterval(values: readonly number[]): { low: number; high: number } {
  const sorted = Float64Array.from(values).sort();
  const last = sorted.length - 1;
  return {
    low: sorted[Math.floor(TAIL * last)] ?? NaN,
    high: sorted[Math.ceil((1 - TAIL) * last)] ?? NaN,
  };
}
