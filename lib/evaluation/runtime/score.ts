import { SCORE_ONE } from '#protocol/verdict/scores.ts';

const MANTISSA_BITS = 52n;
const EXPONENT_BIAS = 1075n;

/**
 * What evaluation code returned as a fixed-point score: clamped to [0, 1], NaN is 0, then `floor(score · 10¹⁸)` of the
 * number's exact binary value. (`Math.floor(score * 1e18)` would round twice.)
 */
export function toScore(value: number): bigint {
  if (!(value > 0)) return 0n;
  if (value >= 1) return SCORE_ONE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = bits >> MANTISSA_BITS;
  const fraction = bits & ((1n << MANTISSA_BITS) - 1n);
  // Below 1 the exponent is negative; subnormal numbers are far below 10⁻¹⁸.
  if (exponent === 0n) return 0n;
  return ((fraction | (1n << MANTISSA_BITS)) * SCORE_ONE) >> (EXPONENT_BIAS - exponent);
}
