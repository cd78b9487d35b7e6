import { SCORE_ONE } from '#protocol/verdict/scores.ts';

/** A score as a number, for drawing only. */
export function toDrawable(score: bigint): number {
  return Number((score * 1_000_000_000n) / SCORE_ONE) / 1_000_000_000;
}

/** Round numbers within a range, some five of them. */
export function roundTicks({ low, high }: { low: number; high: number }): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= 0.75 * rough) ?? rough;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** A tick's text, with as many places as the step between ticks needs. */
export function formatTick(value: number, ticks: readonly number[]): string {
  const [first, second] = ticks;
  const step = first !== undefined && second !== undefined ? second - first : 1;
  const places = Math.max(0, Math.min(9, Math.ceil(-Math.log10(step) - 1e-9) + (isWhole(step) ? 0 : 1)));
  return value.toFixed(places);
}

/** Whether a step is a whole multiple of its power of ten. */
function isWhole(step: number): boolean {
  const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
  return Math.abs(mantissa - Math.round(mantissa)) < 1e-6;
}
