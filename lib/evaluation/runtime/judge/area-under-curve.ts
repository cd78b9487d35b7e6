import type { Metric } from './metric.ts';

/**
 * The area under the receiver operating characteristic: the share of pairs of a positive and a negative of which the positive
 * has the larger prediction, ties counted half (Mann–Whitney). Targets are positive from 0.5 on. 0.5 where there is no pair;
 * NaN where a prediction is NaN. Pairs are counted in whole numbers, so that the only rounding is that of one division.
 */
export const areaUnderCurve: Metric = (prediction, target) => {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let index = 0; index < target.length; index++) {
    const value = prediction[index] ?? NaN;
    if (Number.isNaN(value)) return NaN;
    ((target[index] ?? NaN) >= 0.5 ? positives : negatives).push(value);
  }
  if (positives.length === 0 || negatives.length === 0) return 0.5;
  const sorted = Float64Array.from(negatives).sort();
  let below = 0;
  let notAbove = 0;
  let halves = 0;
  for (const value of Float64Array.from(positives).sort()) {
    while (below < sorted.length && (sorted[below] ?? NaN) < value) below++;
    while (notAbove < sorted.length && (sorted[notAbove] ?? NaN) <= value) notAbove++;
    halves += below + notAbove;
  }
  return halves / (2 * positives.length * negatives.length);
};
