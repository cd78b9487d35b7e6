import { FORECAST, HIDDEN, type Parameters, STEPS, makeParameters } from './network.ts';

/** What one step of one series leaves for the way back. */
type Tape = {
  before: Float64Array<ArrayBuffer>;
  update: Float64Array<ArrayBuffer>;
  reset: Float64Array<ArrayBuffer>;
  candidate: Float64Array<ArrayBuffer>;
  /** `R h + b` of the candidate, before the reset gate. */
  recurrent: Float64Array<ArrayBuffer>;
};

/**
 * One series through the network of `model.onnx`: ONNX's GRU with `linear_before_reset`, gates in the order update,
 * reset, candidate, and a linear head on its last state.
 *
 *     z = σ(Wz x + Rz h + bz)    r = σ(Wr x + Rr h + br)
 *     n = tanh(Wn x + bn + r ⊙ (Rn h + cn))    h ← (1 − z) ⊙ n + z ⊙ h
 *
 * @param series 24 values.
 */
export function forecast(
  parameters: Parameters,
  series: ArrayLike<number>,
): { forecast: Float64Array<ArrayBuffer>; tapes: Tape[]; last: Float64Array<ArrayBuffer> } {
  const { 'head.weight': weight, 'head.bias': bias } = parameters;
  const tapes: Tape[] = [];
  let state = new Float64Array(HIDDEN);
  for (let step = 0; step < STEPS; step++) {
    const tape = runStep(parameters, series[step] ?? 0, state);
    tapes.push(tape);
    state = tape.candidate.map((value, unit) => {
      const kept = tape.update[unit] ?? 0;
      return (1 - kept) * value + kept * (tape.before[unit] ?? 0);
    });
  }
  const values = bias.map((offset, output) => {
    let sum = offset;
    for (let unit = 0; unit < HIDDEN; unit++)
      sum += (weight[output * HIDDEN + unit] ?? 0) * (state[unit] ?? 0);
    return sum;
  });
  return { forecast: values, tapes, last: state };
}

/** The mean squared error over a batch, and its gradient for every parameter, by going back through all steps. */
export function forecastLoss(
  parameters: Parameters,
  { seen, following, size }: { seen: Float32Array; following: Float32Array; size: number },
): { loss: number; gradients: Parameters } {
  const gradients = makeParameters((_, length) => new Float64Array(length));
  const count = size * FORECAST;
  let loss = 0;
  for (let series = 0; series < size; series++) {
    const values = seen.subarray(series * STEPS, (series + 1) * STEPS);
    const run = forecast(parameters, values);
    const upstream = run.forecast.map((value, output) => {
      const error = value - (following[series * FORECAST + output] ?? 0);
      loss += (error * error) / count;
      return (2 * error) / count;
    });
    goBack(parameters, gradients, { ...run, values, upstream });
  }
  return { loss, gradients };
}

function runStep(parameters: Parameters, value: number, before: Float64Array<ArrayBuffer>): Tape {
  const { 'gru.W': input, 'gru.R': recurrence, 'gru.B': bias } = parameters;
  const products = new Float64Array(3 * HIDDEN);
  for (let row = 0; row < 3 * HIDDEN; row++) {
    let sum = bias[3 * HIDDEN + row] ?? 0;
    for (let unit = 0; unit < HIDDEN; unit++)
      sum += (recurrence[row * HIDDEN + unit] ?? 0) * (before[unit] ?? 0);
    products[row] = sum;
  }
  const entering = (row: number) => (input[row] ?? 0) * value + (bias[row] ?? 0);
  const gate = (first: number) =>
    Float64Array.from({ length: HIDDEN }, (_, unit) =>
      sigmoid(entering(first + unit) + (products[first + unit] ?? 0)),
    );
  const update = gate(0);
  const reset = gate(HIDDEN);
  const recurrent = products.slice(2 * HIDDEN);
  const candidate = recurrent.map((product, unit) =>
    Math.tanh(entering(2 * HIDDEN + unit) + (reset[unit] ?? 0) * product),
  );
  return { before, update, reset, candidate, recurrent };
}

/** Adds the gradients of one series. */
function goBack(
  parameters: Parameters,
  gradients: Parameters,
  run: {
    tapes: readonly Tape[];
    last: Float64Array<ArrayBuffer>;
    values: Float32Array;
    upstream: Float64Array<ArrayBuffer>;
  },
): void {
  const { 'head.weight': weight } = parameters;
  let state = new Float64Array(HIDDEN);
  for (const [output, slope] of run.upstream.entries()) {
    add(gradients['head.bias'], output, slope);
    for (let unit = 0; unit < HIDDEN; unit++) {
      add(gradients['head.weight'], output * HIDDEN + unit, slope * (run.last[unit] ?? 0));
      add(state, unit, slope * (weight[output * HIDDEN + unit] ?? 0));
    }
  }
  for (const [step, tape] of [...run.tapes.entries()].reverse()) {
    state = goBackStep(parameters, gradients, { tape, value: run.values[step] ?? 0, state });
  }
}

/** @returns The gradient of the state before the step. */
function goBackStep(
  parameters: Parameters,
  gradients: Parameters,
  {
    tape: { before, update, reset, candidate, recurrent },
    value,
    state,
  }: { tape: Tape; value: number; state: Float64Array<ArrayBuffer> },
): Float64Array<ArrayBuffer> {
  const recurrence = parameters['gru.R'];
  const entering = new Float64Array(3 * HIDDEN);
  const products = new Float64Array(3 * HIDDEN);
  const into = new Float64Array(HIDDEN);
  for (let unit = 0; unit < HIDDEN; unit++) {
    const [slope, z, r, n] = [state[unit] ?? 0, update[unit] ?? 0, reset[unit] ?? 0, candidate[unit] ?? 0];
    const ofUpdate = slope * ((before[unit] ?? 0) - n) * z * (1 - z);
    const ofCandidate = slope * (1 - z) * (1 - n * n);
    const ofReset = ofCandidate * (recurrent[unit] ?? 0) * r * (1 - r);
    entering.set([ofUpdate], unit);
    entering.set([ofReset], HIDDEN + unit);
    entering.set([ofCandidate], 2 * HIDDEN + unit);
    products.set([ofUpdate], unit);
    products.set([ofReset], HIDDEN + unit);
    products.set([ofCandidate * r], 2 * HIDDEN + unit);
    into[unit] = slope * z;
  }
  for (let row = 0; row < 3 * HIDDEN; row++) {
    const [enteringSlope, slope] = [entering[row] ?? 0, products[row] ?? 0];
    add(gradients['gru.W'], row, enteringSlope * value);
    add(gradients['gru.B'], row, enteringSlope);
    add(gradients['gru.B'], 3 * HIDDEN + row, slope);
    for (let unit = 0; unit < HIDDEN; unit++) {
      add(gradients['gru.R'], row * HIDDEN + unit, slope * (before[unit] ?? 0));
      add(into, unit, slope * (recurrence[row * HIDDEN + unit] ?? 0));
    }
  }
  return into;
}

function add(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] ?? 0) + amount;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
