import { expect, test } from 'vitest';
import { METRICS, type MetricName } from './metrics.ts';

/** Expected values by scikit-learn's functions of the same name where there is one. */
test.each<[MetricName, number[], number[], number]>([
  ['rSquared', [2.5, 0, 2, 8], [3, -0.5, 2, 7], 0.9486081370449679],
  ['rSquared', [1, 1], [1, 1], 1],
  ['rSquared', [1, 2], [1, 1], 0],
  ['rSquared', [9, 9, 9], [1, 2, 3], -73.5],
  ['meanSquaredErrorScore', [0, 2], [0, 4], 1 / 3],
  ['meanAbsoluteErrorScore', [0, 2], [0, 4], 1 / 2],
  ['accuracy', [1, 2, 3, 4], [1, 2, 0, 4], 0.75],
  ['f1', [1, 1, 0, 0, 1], [1, 0, 0, 1, 1], 2 / 3],
  ['f1', [0, 0], [0, 0], 0],
  ['areaUnderCurve', [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.75],
  ['areaUnderCurve', [0.5, 0.5, 0.5], [0, 1, 1], 0.5],
  ['areaUnderCurve', [3, 2, 1], [1, 0, 0], 1],
  ['areaUnderCurve', [-0, 0], [1, 0], 0.5],
  ['areaUnderCurve', [1, 2], [1, 1], 0.5],
  ['correlation', [1, 2, 3], [2, 4, 6], 1],
  ['correlation', [1, 2, 3], [3, 2, 1], -1],
  ['correlation', [1, 1, 1], [3, 2, 1], 0],
  ['logLossScore', [0.9, 0.1], [1, 0], 1 / (1 - Math.log(0.9))],
  ['logLossScore', [0], [1], 1 / (1 - Math.log(1e-7))],
])('%s of %j against %j is %d', (name, prediction, target, expected) => {
  expect(METRICS[name](Float64Array.from(prediction), Float64Array.from(target))).toBeCloseTo(expected, 12);
});

test.each(Object.keys(METRICS).filter((name) => name !== 'accuracy' && name !== 'f1') as MetricName[])(
  '%s of NaN is NaN, which scores 0',
  (name) => {
    expect(METRICS[name](Float32Array.of(NaN, 1), Float32Array.of(1, 0))).toBeNaN();
  },
);
