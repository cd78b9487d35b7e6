// What `evaluation.js` is given. Types only, in one file that needs no other, so that any editor can complete them:
//
//     /** @type {import('…/lib/protocol/evaluation/judge-api.ts').Evaluate} */
//     export default async function evaluate({ random, model, metrics, tensor, data }) { … }

/**
 * The default export of `evaluation.js`: called once for each round and model, in a fresh sandbox. Both models of a round get the
 * same random numbers.
 *
 * @returns A score; it is clamped to [0, 1], and NaN is 0.
 */
export type Evaluate = (judge: Judge) => number | Promise<number>;

/** Everything that evaluation code gets. */
export type Judge = {
  /** Random numbers of the round, the same for both models. */
  readonly random: JudgeRandom;
  /** The model that is judged. */
  readonly model: JudgeModel;
  /** Scores from predictions and targets. */
  readonly metrics: JudgeMetrics;
  /** What would take long as a loop in JavaScript. */
  readonly tensor: JudgeTensor;
  /** The files of the bundle's `data/` folder, to be read. */
  readonly data: JudgeData;
};

/** Numbers in a plain or a typed array. */
export type Values = ArrayLike<number>;

/** Every method takes from one stream of random numbers. */
export type JudgeRandom = {
  /** Numbers of [low, high), evenly distributed; low is 0 and high is 1 by default. */
  uniform(count: number, low?: number, high?: number): Float32Array;
  /** Normally distributed numbers; mean is 0 and deviation is 1 by default. */
  normal(count: number, mean?: number, deviation?: number): Float32Array;
  /** Whole numbers of [low, high), each exactly as likely. */
  integers(count: number, low: number, high: number): Int32Array;
  /** The numbers 0 … count − 1 in random order. */
  permutation(count: number): Int32Array;
  /** Draws `count` elements of `values` with replacement; one by default. */
  choice<T>(values: ArrayLike<T>, count?: number): T[];
};

/** What goes into a model: numbers, with their shape when the batch should be named. */
export type ModelInput = Values | { data: Values; dims?: readonly number[] };

/** What comes out of a model: row-major numbers and their shape, the batch first. */
export type ModelOutput = { data: Float32Array; dims: number[] };

/** The model that is judged. */
export type JudgeModel = {
  /** Runs the model on a batch: `{ inputName: { data, dims } }` becomes `{ outputName: { data, dims } }`. */
  run(inputs: { [inputName: string]: ModelInput }): Promise<{ [outputName: string]: ModelOutput }>;
};

/** Each takes predictions and targets, flat and of equal length. */
export type JudgeMetrics = {
  /** The coefficient of determination, 1 − Σ(t − p)² / Σ(t − mean(t))²: 1 at best, and without a lower bound. */
  rSquared(prediction: Values, target: Values): number;
  /** 1 / (1 + the mean squared error). */
  meanSquaredErrorScore(prediction: Values, target: Values): number;
  /** 1 / (1 + the mean absolute error). */
  meanAbsoluteErrorScore(prediction: Values, target: Values): number;
  /** The share of predictions that equal their target. */
  accuracy(prediction: Values, target: Values): number;
  /** The harmonic mean of precision and recall; labels are positive from 0.5 on. */
  f1(prediction: Values, target: Values): number;
  /** The share of pairs of a positive and a negative that the predictions order rightly; targets are positive from 0.5 on. */
  areaUnderCurve(prediction: Values, target: Values): number;
  /** Pearson's correlation coefficient, from −1 to 1. */
  correlation(prediction: Values, target: Values): number;
  /** 1 / (1 + the log loss) of probabilities against targets of 0 and 1. */
  logLossScore(prediction: Values, target: Values): number;
};

/** What would take long as a loop in JavaScript. */
export type JudgeTensor = {
  /** The position of the largest of each `width` values, the first of several: the classes that a classifier predicts. */
  argMax(values: Values, width: number): Int32Array;
  /** Each value times `factor` plus `offset`, which is 0 by default: bytes of an image become numbers of [0, 1]. */
  scale(values: Values, factor: number, offset?: number): Float32Array;
  /** The product of each pair of values, as `multiply(x, x)` squares them: without a loop in the interpreter. */
  multiply(first: Values, second: Values): Float32Array;
};

/** Files by their paths below `data/`, such as `digits/images.bin`. What is read is a copy, and numbers are little-endian. */
export type JudgeData = {
  /** The names of all files, sorted. */
  names(): readonly string[];
  /** The bytes of a file, or those from `start` up to `end`. */
  bytes(name: string, start?: number, end?: number): Uint8Array;
  /** A file of 32-bit whole numbers, or those from `start` up to `end`. */
  int32(name: string, start?: number, end?: number): Int32Array;
  /** A file of 32-bit floating-point numbers, or those from `start` up to `end`. */
  float32(name: string, start?: number, end?: number): Float32Array;
  /** The named rows of a file whose rows have `width` bytes each, one after the other. */
  rows(name: string, width: number, rows: Values): Uint8Array;
  /** The named rows of a file whose rows have `width` 32-bit floating-point numbers each, one after the other. */
  float32Rows(name: string, width: number, rows: Values): Float32Array;
  /** A file as UTF-8 text. */
  text(name: string): string;
  /** A file of JSON. */
  json(name: string): unknown;
};
