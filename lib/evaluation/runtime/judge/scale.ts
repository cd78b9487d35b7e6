/**
 * `value · factor + offset` of each value, in double precision, rounded to float32 once.
 *
 * @param into As many as there are values.
 */
export function scale(
  values: Float32Array | Float64Array | Uint8Array,
  { factor, offset }: { factor: number; offset: number },
  into: Float32Array,
): void {
  for (let index = 0; index < into.length; index++) into[index] = (values[index] ?? NaN) * factor + offset;
}
