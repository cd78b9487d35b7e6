/**
 * The position of the largest value of each row, the first of several; a NaN is never larger than another value.
 *
 * @param values Rows of `width` values each.
 * @param into As many as there are rows.
 */
export function argMax(
  values: Float32Array | Float64Array | Uint8Array,
  width: number,
  into: Int32Array<ArrayBuffer>,
): void {
  for (let row = 0; row < into.length; row++) {
    const first = row * width;
    let best = first;
    for (let index = first + 1; index < first + width; index++) {
      if ((values[index] ?? NaN) > (values[best] ?? NaN)) best = index;
    }
    into[row] = best - first;
  }
}
