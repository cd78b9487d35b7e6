import { areaUnderCurve } from './area-under-curve.ts';
import { logarithm } from './logarithm.ts';
import type { Metric, Numbers } from './metric.ts';

/**
 * The coefficient of determination, `1 − Σ(t − p)² / Σ(t − mean(t))²`. Where all targets are equal it is 1 for exact
 * predictions and else 0.
 */
export const rSquared: Metric = (prediction, target) => {
  const mean = sum(target) / target.length;
  let residual = 0;
  let total = 0;
  for (let index = 0; index < target.length; index++) {
    const value = target[index] ?? NaN;
    const error = value - (prediction[index] ?? NaN);
    residual += error * error;
    total += (value - mean) * (value - mean);
  }
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
};

/** `1 / (1 + mean((t − p)²))` */
export const meanSquaredErrorScore: Metric = (prediction, target) => {
  let errors = 0;
  for (let index = 0; index < target.length; index++) {
    const error = (target[index] ?? NaN) - (prediction[index] ?? NaN);
    errors += error * error;
  }
  return 1 / (1 + errors / target.length);
};

/** `1 / (1 + mean(|t − p|))` */
export const meanAbsoluteErrorScore: Metric = (prediction, target) => {
  let errors = 0;
  for (let index = 0; index < target.length; index++) {
    errors += Math.abs((target[index] ?? NaN) - (prediction[index] ?? NaN));
  }
  return 1 / (1 + errors / target.length);
};

/** The share of predicted labels that equal their target. */
export const accuracy: Metric = (prediction, target) => {
  let equal = 0;
  for (let index = 0; index < target.length; index++) if (prediction[index] === target[index]) equal++;
  return equal / target.length;
};

/** The harmonic mean of precision and recall; labels are positive from 0.5 on. 0 where neither is defined. */
export const f1: Metric = (prediction, target) => {
  let hits = 0;
  let positives = 0;
  for (let index = 0; index < target.length; index++) {
    const predicted = (prediction[index] ?? NaN) >= 0.5;
    const actual = (target[index] ?? NaN) >= 0.5;
    if (predicted && actual) hits += 2;
    positives += (predicted ? 1 : 0) + (actual ? 1 : 0);
  }
  return positives === 0 ? 0 : hits / positives;
};

/** Pearson's correlation coefficient; 0 where one side does not vary. */
export const correlation: Metric = (prediction, target) => {
  const predictionMean = sum(prediction) / prediction.length;
  const targetMean = sum(target) / target.length;
  let covariance = 0;
  let predictionVariance = 0;
  let targetVariance = 0;
  for (let index = 0; index < target.length; index++) {
    const p = (prediction[index] ?? NaN) - predictionMean;
    const t = (target[index] ?? NaN) - targetMean;
    covariance += p * t;
    predictionVariance += p * p;
    targetVariance += t * t;
  }
  const scale = Math.sqrt(predictionVariance * targetVariance);
  return scale === 0 ? 0 : covariance / scale;
};

/** Probabilities are kept this far from 0 and 1, as one certain mistake would else cost infinitely much. */
const LOG_LOSS_MARGIN = 1e-7;

/** `1 / (1 + mean(−ln p))` of the probability p given to what was the case; targets are positive from 0.5 on. */
export const logLossScore: Metric = (prediction, target) => {
  let loss = 0;
  for (let index = 0; index < target.length; index++) {
    const probability = prediction[index] ?? NaN;
    const given = (target[index] ?? NaN) >= 0.5 ? probability : 1 - probability;
    if (Number.isNaN(given)) return NaN;
    loss -= logarithm(Math.min(Math.max(given, LOG_LOSS_MARGIN), 1 - LOG_LOSS_MARGIN));
  }
  return 1 / (1 + loss / target.length);
};

/** All metrics that evaluation code can call, by name. */
export const METRICS = {
  rSquared,
  meanSquaredErrorScore,
  meanAbsoluteErrorScore,
  accuracy,
  f1,
  areaUnderCurve,
  correlation,
  logLossScore,
} as const;

/** What a metric of `length` values counts as `nativeWork`: sorting takes more than one look at each. */
export function metricWork(name: MetricName, length: number): number {
  return name === 'areaUnderCurve' ? length * (1 + Math.ceil(Math.log2(length + 1))) : length;
}

export type MetricName = keyof typeof METRICS;

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

function sum(values: Numbers): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index] ?? NaN;
  return total;
}
