/** What a part of a network makes the machine do. */
export type ModelWork = {
  /** Multiply–adds, and all other work as the multiply–adds that take as long. */
  operations: number;
  /** Elements of all results, the intermediate ones included. */
  elements: number;
};

/** What running a model costs, whatever the machine. */
export type ModelCost = {
  /** For each sample of the batch. */
  sample: ModelWork;
  /** Once a run, whatever the batch. */
  run: ModelWork;
  /** Operators that are called in a run; each step of a recurrent layer counts. */
  calls: number;
};

/** Work beside multiply–adds, as the multiply–adds that take as long; from measurements, rounded up. */
export const OTHER_WORK = {
  /** For each element of a function of it alone, or of a softmax. */
  perFunction: 40,
  /** For each element that is moved one at a time. */
  perMove: 40,
  /** For each element that is summed up, or whose logarithm is. */
  perReduced: 10,
  perLogSum: 50,
  /** For each row that is normalized. */
  perRow: 100,
  /** For each sample of each group of a convolution. */
  perGroup: 150,
  /** For each product of a batch of matrices. */
  perMatrix: 300,
  /** For each gate of each state, and for each sample of each step of a recurrent layer. */
  perGate: 50,
  perStep: 600,
} as const;

/** What one unit of `nativeWork` pays for, so that a unit takes about the same time whatever it buys. */
export const NATIVE_WORK_RATES = {
  operations: 200,
  elements: 4,
  /** Units for one call of an operator. */
  unitsPerCall: 60,
} as const;

/** What `model.run` takes off the budget's `nativeWork`: `⌈operations / 200⌉ + ⌈elements / 4⌉ + 60 · calls`. */
export function modelWorkUnits({ sample, run, calls }: ModelCost, batch: number): number {
  return (
    Math.ceil((sample.operations * batch + run.operations) / NATIVE_WORK_RATES.operations) +
    Math.ceil((sample.elements * batch + run.elements) / NATIVE_WORK_RATES.elements) +
    calls * NATIVE_WORK_RATES.unitsPerCall
  );
}

/** Elements of all results of a run together. */
export function runElements({ sample, run }: ModelCost, batch: number): number {
  return sample.elements * batch + run.elements;
}
