const LN_2 = 0.6931471805599453;
const SQRT_2 = 1.4142135623730951;

/** Terms of the series; the argument is at most (√2 − 1)/(√2 + 1) ≈ 0.172, so that 0.172²⁴ is far below 2⁻⁵³. */
const TERMS = 12;

/**
 * The natural logarithm by `+ − × ÷` alone, so that its last bit is the same everywhere (`Math.log` may differ
 * between engine versions). With x = m · 2ᵉ and √½ ≤ m < √2: ln x = e · ln 2 + 2 artanh((m − 1)/(m + 1)).
 *
 * @param x A positive, finite, normal number; the relative error is a few units in the last place.
 */
export function logarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa >= SQRT_2; exponent++) mantissa /= 2;
  for (; mantissa < SQRT_2 / 2; exponent--) mantissa *= 2;
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let series = 0;
  for (let term = TERMS; term >= 0; term--) series = series * square + 1 / (2 * term + 1);
  return exponent * LN_2 + 2 * z * series;
}
