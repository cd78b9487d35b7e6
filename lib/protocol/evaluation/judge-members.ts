// Generated from judge-api.ts by scripts/generate-judge-api.ts.

/** A function that evaluation code can call. */
export type JudgeMember = {
  /** As it is written in evaluation code: `random.uniform`. */
  name: string;
  /** As TypeScript writes it: `(count: number, …): Float32Array`. */
  signature: string;
  /** What it does, in a sentence. */
  summary: string;
};

/** Everything that evaluation code can call, in the order of the documentation. */
export const JUDGE_MEMBERS: readonly JudgeMember[] = [
  {
    name: 'random.uniform',
    signature: '(count: number, low?: number, high?: number): Float32Array',
    summary: 'Numbers of [low, high), evenly distributed; low is 0 and high is 1 by default.',
  },
  {
    name: 'random.normal',
    signature: '(count: number, mean?: number, deviation?: number): Float32Array',
    summary: 'Normally distributed numbers; mean is 0 and deviation is 1 by default.',
  },
  {
    name: 'random.integers',
    signature: '(count: number, low: number, high: number): Int32Array',
    summary: 'Whole numbers of [low, high), each exactly as likely.',
  },
  {
    name: 'random.permutation',
    signature: '(count: number): Int32Array',
    summary: 'The numbers 0 … count − 1 in random order.',
  },
  {
    name: 'random.choice',
    signature: '<T>(values: ArrayLike<T>, count?: number): T[]',
    summary: 'Draws `count` elements of `values` with replacement; one by default.',
  },
  {
    name: 'model.run',
    signature:
      '(inputs: { [inputName: string]: ModelInput }): Promise<{ [outputName: string]: ModelOutput }>',
    summary:
      'Runs the model on a batch: `{ inputName: { data, dims } }` becomes `{ outputName: { data, dims } }`.',
  },
  {
    name: 'metrics.rSquared',
    signature: '(prediction: Values, target: Values): number',
    summary:
      'The coefficient of determination, 1 − Σ(t − p)² / Σ(t − mean(t))²: 1 at best, and without a lower bound.',
  },
  {
    name: 'metrics.meanSquaredErrorScore',
    signature: '(prediction: Values, target: Values): number',
    summary: '1 / (1 + the mean squared error).',
  },
  {
    name: 'metrics.meanAbsoluteErrorScore',
    signature: '(prediction: Values, target: Values): number',
    summary: '1 / (1 + the mean absolute error).',
  },
  {
    name: 'metrics.accuracy',
    signature: '(prediction: Values, target: Values): number',
    summary: 'The share of predictions that equal their target.',
  },
  {
    name: 'metrics.f1',
    signature: '(prediction: Values, target: Values): number',
    summary: 'The harmonic mean of precision and recall; labels are positive from 0.5 on.',
  },
  {
    name: 'metrics.areaUnderCurve',
    signature: '(prediction: Values, target: Values): number',
    summary:
      'The share of pairs of a positive and a negative that the predictions order rightly; targets are positive from 0.5 on.',
  },
  {
    name: 'metrics.correlation',
    signature: '(prediction: Values, target: Values): number',
    summary: "Pearson's correlation coefficient, from −1 to 1.",
  },
  {
    name: 'metrics.logLossScore',
    signature: '(prediction: Values, target: Values): number',
    summary: '1 / (1 + the log loss) of probabilities against targets of 0 and 1.',
  },
  {
    name: 'tensor.argMax',
    signature: '(values: Values, width: number): Int32Array',
    summary:
      'The position of the largest of each `width` values, the first of several: the classes that a classifier predicts.',
  },
  {
    name: 'tensor.scale',
    signature: '(values: Values, factor: number, offset?: number): Float32Array',
    summary:
      'Each value times `factor` plus `offset`, which is 0 by default: bytes of an image become numbers of [0, 1].',
  },
  {
    name: 'tensor.multiply',
    signature: '(first: Values, second: Values): Float32Array',
    summary:
      'The product of each pair of values, as `multiply(x, x)` squares them: without a loop in the interpreter.',
  },
  {
    name: 'data.names',
    signature: '(): readonly string[]',
    summary: 'The names of all files, sorted.',
  },
  {
    name: 'data.bytes',
    signature: '(name: string, start?: number, end?: number): Uint8Array',
    summary: 'The bytes of a file, or those from `start` up to `end`.',
  },
  {
    name: 'data.int32',
    signature: '(name: string, start?: number, end?: number): Int32Array',
    summary: 'A file of 32-bit whole numbers, or those from `start` up to `end`.',
  },
  {
    name: 'data.float32',
    signature: '(name: string, start?: number, end?: number): Float32Array',
    summary: 'A file of 32-bit floating-point numbers, or those from `start` up to `end`.',
  },
  {
    name: 'data.rows',
    signature: '(name: string, width: number, rows: Values): Uint8Array',
    summary: 'The named rows of a file whose rows have `width` bytes each, one after the other.',
  },
  {
    name: 'data.float32Rows',
    signature: '(name: string, width: number, rows: Values): Float32Array',
    summary:
      'The named rows of a file whose rows have `width` 32-bit floating-point numbers each, one after the other.',
  },
  {
    name: 'data.text',
    signature: '(name: string): string',
    summary: 'A file as UTF-8 text.',
  },
  {
    name: 'data.json',
    signature: '(name: string): unknown',
    summary: 'A file of JSON.',
  },
];
