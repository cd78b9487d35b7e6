/** Numbers as evaluation code hands them over. */
export type Numbers = Float32Array | Float64Array | Uint8Array;

/**
 * A metric compares predictions with targets of the same, positive length, both flat. Sums run in index order with
 * IEEE operations only, so that the last bit is the same everywhere.
 */
export type Metric = (prediction: Numbers, target: Numbers) => number;
