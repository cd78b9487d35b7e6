/**
 * The product of each pair of values, in double precision, rounded to float32 once.
 *
 * @param into As many as there are values on either side.
 */
export function multiply(
  a: Float32Array | Float64Array | Uint8Array,
  b: Float32Array | Float64Array | Uint8Array,
  into: Float32Array,
): void {
  for (let index = 0; index < into.length; index++) into[index] = (a[index] ?? NaN) * (b[index] ?? NaN);
}
