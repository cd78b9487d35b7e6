import { SCORE_ONE } from '#protocol/verdict/scores.ts';

const SCORE_DECIMALS = 18;
/** Enough to tell models apart whose scores begin with nines. */
const SHORT_DECIMALS = 6;

/** A score, 1e18 = 1, as a decimal number: cut to six places, and exact. */
export function formatScore(score: bigint): { short: string; full: string } {
  const sign = score < 0n ? '−' : '';
  const absolute = score < 0n ? -score : score;
  const whole = (absolute / SCORE_ONE).toString();
  const digits = (absolute % SCORE_ONE).toString().padStart(SCORE_DECIMALS, '0');
  return { short: `${sign}${whole}.${digits.slice(0, SHORT_DECIMALS)}`, full: `${sign}${whole}.${digits}` };
}

const SHARE_SCALE = 10_000n;

/** `numerator / denominator` as a percentage, cut to two places; `denominator` is positive. */
export function formatShare({ numerator, denominator }: { numerator: bigint; denominator: bigint }): string {
  const hundredths = (numerator * SHARE_SCALE) / denominator;
  const sign = hundredths < 0n ? '−' : '';
  const absolute = hundredths < 0n ? -hundredths : hundredths;
  const fraction = (absolute % 100n).toString().padStart(2, '0');
  return `${sign}${absolute / 100n}.${fraction} %`;
}

/** Where a value lies between two others, from 0 to 1, for drawing only. */
export function positionBetween(parameters: { value: bigint; low: bigint; high: bigint }): number {
  const { value, low, high } = parameters;
  if (high <= low) return value >= high ? 1 : 0;
  const clamped = value < low ? low : value > high ? high : value;
  return Number(((clamped - low) * 1_000_000n) / (high - low)) / 1_000_000;
}
