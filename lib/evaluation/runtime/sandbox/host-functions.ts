import { BaseError } from '#protocol/errors/base.ts';
import { argMax } from '../judge/arg-max.ts';
import { METRICS, isMetricName } from '../judge/metrics.ts';
import type { RandomSource } from '../judge/random.ts';
import type { Model, ModelOutputTensor, ModelTensor } from '../model/session.ts';
import { modelWorkUnits, runElements } from '../model/cost.ts';
import { MAX_RUN_ELEMENTS } from '../model/limits.ts';
import { type ModelInput, type ModelPlan, elementCount } from '../model/plan.ts';
import type { BudgetMeter } from './budget-meter.ts';
import type { Guest, GuestValue } from './guest.ts';
import type { CallHost } from './quickjs-instance.ts';

/** No array handed to evaluation code has more elements. */
const MAX_ARRAY_ELEMENTS = 2 ** 24;

const FLOAT32_BYTES = 4;
const FLOAT64_BYTES = 8;

/** What the host functions act on; exchanged for every run. */
export type Run = {
  random: RandomSource;
  model: Model;
  meter: BudgetMeter;
  /** Model runs that were asked for, in order. */
  pending: PendingModelRun[];
};

export type PendingModelRun = {
  /** The inputs, in the memory of the sandbox: valid until the sandbox goes on, and until `settle`. */
  inputs(): ModelTensor[];
  /** Gives the sandbox the outputs, and the inputs' memory back. */
  settle(outputs: readonly ModelOutputTensor[]): void;
};

/** Evaluation code called a function of the API wrongly; it becomes a TypeError inside the sandbox. */
class JudgeUsageError extends BaseError {
  override name = 'JudgeUsageError';
}

type HostFunction = (
  guest: Guest,
  run: Run,
  argument: (index: number) => GuestValue,
  count: number,
) => GuestValue;

/** Adds the host functions to an object of the sandbox, for the prelude. A function's position is its id. */
export function defineHostFunctions(guest: Guest): GuestValue {
  const host = guest.newObject();
  Object.keys(HOST_FUNCTIONS).forEach((name, id) => guest.set(host, name, guest.newFunction(name, id)));
  guest.set(host, 'metricNames', guest.newText(Object.keys(METRICS).join()));
  return host;
}

/** Serves the calls of one instance's host functions. */
export function serveHostFunctions(current: { guest?: Guest; run?: Run }): CallHost {
  return (id, count, argv) => {
    const { guest, run } = current;
    const call = CALLS[id];
    if (!guest || !call) throw new TypeError(`There is no host function ${id}.`);
    try {
      if (!run) throw new JudgeUsageError('There is nothing to judge while evaluation.js is being loaded.');
      return call(guest, run, (index) => guest.argument(argv, index), count);
    } catch (error) {
      if (!(error instanceof JudgeUsageError)) throw error;
      return guest.throwTypeError(error.shortMessage);
    }
  };
}

/** `undefined` for the guest: what a function returns whose budget is exceeded, as the sandbox traps before it is seen. */
const NOTHING: GuestValue = 0;

const HOST_FUNCTIONS = {
  uniform(guest, run, argument) {
    const count = charged(guest, run, 'uniform', argument(0));
    const [first, second] = [guest.getNumber(argument(1)), guest.getNumber(argument(2))];
    return floats(guest, count, (values) => run.random.uniform(values, first, second));
  },
  normal(guest, run, argument) {
    const count = charged(guest, run, 'normal', argument(0));
    const [first, second] = [guest.getNumber(argument(1)), guest.getNumber(argument(2))];
    return floats(guest, count, (values) => run.random.normal(values, first, second));
  },
  integers(guest, run, argument) {
    const low = guest.getNumber(argument(1));
    const high = guest.getNumber(argument(2));
    if (!isInt32(low) || !isInt32(high - 1) || high <= low) {
      throw new JudgeUsageError('random.integers: low and high must be 32-bit whole numbers with low < high');
    }
    const count = charged(guest, run, 'integers', argument(0));
    return integers(guest, count, (values) => run.random.integers(values, low, high));
  },
  permutation: (guest, run, argument) =>
    integers(guest, charged(guest, run, 'permutation', argument(0)), (values) =>
      run.random.permutation(values),
    ),
  metric(guest, { meter }, argument) {
    const name = guest.getText(argument(0));
    if (!isMetricName(name)) throw new JudgeUsageError(`there is no metric named ${name}`);
    const length = guest.getNumber(argument(2));
    const targets = guest.getNumber(argument(5));
    if (!isNatural(length) || length === 0 || length !== targets) {
      throw new JudgeUsageError(
        `metrics.${name}: prediction and target must have the same, positive length, they have ${length} and ${targets}`,
      );
    }
    if (!meter.charge('nativeWork', length)) return NOTHING;
    const prediction = copyNumbers(guest, argument(1), length, guest.getNumber(argument(3)));
    const target = copyNumbers(guest, argument(4), length, guest.getNumber(argument(6)));
    const score = METRICS[name](prediction.view(), target.view());
    guest.freeBytes(target.address);
    guest.freeBytes(prediction.address);
    return guest.newNumber(score);
  },
  argMax(guest, { meter }, argument) {
    const length = guest.getNumber(argument(1));
    const width = guest.getNumber(argument(3));
    if (!isNatural(length) || !isNatural(width) || width === 0 || length % width !== 0) {
      throw new JudgeUsageError(`tensor.argMax: ${length} values are no whole number of rows of ${width}`);
    }
    if (!meter.charge('nativeWork', length)) return NOTHING;
    const values = copyNumbers(guest, argument(0), length, guest.getNumber(argument(2)));
    const positions = integers(guest, length / width, (into) => argMax(values.view(), width, into));
    guest.freeBytes(values.address);
    return positions;
  },
  run(guest, run, argument, count) {
    const { model, meter } = run;
    if (!meter.charge('modelRuns', 1)) return NOTHING;
    const { inputs, outputs, cost } = model.plan;
    const given = readInputs(guest, model.plan, argument, count);
    const batch = commonBatch(given);
    const outputElements = outputs.map(({ shape }) => batch * elementCount(shape));
    const elements = [...given.map(({ length }) => length), ...outputElements];
    const elementSum = elements.reduce((sum, length) => sum + length, 0);
    if (!meter.charge('tensorElements', elementSum)) return NOTHING;
    if (!meter.charge('nativeWork', modelWorkUnits(cost, batch))) return NOTHING;
    if (runElements(cost, batch) > MAX_RUN_ELEMENTS) {
      throw new JudgeUsageError(
        `model.run: ${batch} samples at once need more than ${MAX_RUN_ELEMENTS} intermediate results; run fewer`,
      );
    }
    const held = given.map(({ buffer, length }) => copyBytes(guest, buffer, length * FLOAT32_BYTES));
    const free = () => held.forEach(({ address }) => guest.freeBytes(address));
    try {
      given.forEach((input, index) => convert(guest, held[index]?.address ?? 0, input));
    } catch (error) {
      free();
      throw error;
    }
    const { promise, settle } = guest.newPromise();
    run.pending.push({
      inputs: () =>
        inputs.map(({ name, type }, index) => {
          const { length = 0, dims = [] } = given[index] ?? {};
          const values = type === 'int32' ? Int32Array : Float32Array;
          return { name, dims, data: new values(guest.bytes().buffer, held[index]?.address, length) };
        }),
      settle(results) {
        free();
        const parts = guest.newArray();
        results.forEach(({ name, dims, data }, index) => {
          guest.set(parts, 3 * index, guest.newText(name));
          guest.set(
            parts,
            3 * index + 1,
            floats(guest, data.length, (values) => values.set(data)),
          );
          guest.set(parts, 3 * index + 2, guest.newText(dims.join()));
        });
        settle(parts);
      },
    });
    return promise;
  },
} as const satisfies { [name: string]: HostFunction };

const CALLS: readonly HostFunction[] = Object.values(HOST_FUNCTIONS);

/** Arguments of `run` for each input: name, buffer, length, dims, and whether it holds whole numbers. */
const INPUT_ARGUMENTS = 5;

/** An input as evaluation code gave it. */
type GivenInput = {
  expected: ModelInput;
  buffer: GuestValue;
  length: number;
  dims: readonly number[];
  isWhole: boolean;
};

/** What was given for each input of the model, in the model's order. */
function readInputs(
  guest: Guest,
  { inputs }: ModelPlan,
  argument: (index: number) => GuestValue,
  count: number,
): GivenInput[] {
  const positions = new Map<string, number>();
  for (let at = 0; at + INPUT_ARGUMENTS <= count; at += INPUT_ARGUMENTS)
    positions.set(guest.getText(argument(at)), at);
  const names = inputs.map(({ name }) => name);
  if (
    count !== INPUT_ARGUMENTS * inputs.length ||
    positions.size !== inputs.length ||
    !names.every((name) => positions.has(name))
  ) {
    throw new JudgeUsageError(
      inputs.length === 1
        ? `model.run: the model has one input, named ${names.join()}`
        : `model.run: the model has ${inputs.length} inputs, named ${names.join(', ')}`,
    );
  }
  return inputs.map((expected): GivenInput => {
    const { name, shape } = expected;
    const at = positions.get(name) ?? 0;
    const length = guest.getNumber(argument(at + 2));
    const sampleElements = elementCount(shape);
    const dimsText = guest.getText(argument(at + 3));
    const dims = dimsText === '' ? [length / sampleElements, ...shape] : dimsText.split(',').map(Number);
    const batch = dims[0] ?? 0;
    const fits =
      isNatural(batch) &&
      batch > 0 &&
      batch * sampleElements === length &&
      dims.length === shape.length + 1 &&
      shape.every((size, axis) => dims[axis + 1] === size);
    if (!fits) {
      throw new JudgeUsageError(
        `model.run: ${name} has ${length} values and dims [${dims.join(', ')}], expected [batch, ${shape.join(', ')}]`,
      );
    }
    const isWhole = guest.getNumber(argument(at + 4)) !== 0;
    return { expected, buffer: argument(at + 1), length, dims, isWhole };
  });
}

/** The number of samples, which is that of every input. */
function commonBatch(given: readonly GivenInput[]): number {
  const batches = new Set(given.map(({ dims }) => dims[0] ?? 0));
  const [batch = 0] = batches;
  if (batches.size === 1) return batch;
  throw new JudgeUsageError(
    `model.run: the inputs have different numbers of samples, ${[...batches].join(', ')}`,
  );
}

/** Makes of the held numbers, in place, what the model takes; whole numbers must select rows that exist. */
function convert(guest: Guest, address: number, { expected, length, isWhole }: GivenInput): void {
  const { buffer } = guest.bytes();
  const reals = new Float32Array(buffer, address, length);
  const wholes = new Int32Array(buffer, address, length);
  if (expected.type === 'float32') {
    if (isWhole) for (let index = 0; index < length; index++) reals[index] = wholes[index] ?? 0;
    return;
  }
  const { name, below = 2 ** 31 } = expected;
  for (let index = 0; index < length; index++) {
    const value = (isWhole ? wholes[index] : reals[index]) ?? NaN;
    if (!Number.isInteger(value) || value < 0 || value >= below) {
      throw new JudgeUsageError(
        `model.run: ${name} has ${value} at ${index}, expected a whole number from 0 to ${below - 1}`,
      );
    }
    wholes[index] = value;
  }
}

/** The count asked for, paid; `undefined` when the budget does not suffice. */
function charged(guest: Guest, { meter }: Run, method: string, value: GuestValue): number | undefined {
  const count = guest.getNumber(value);
  if (!isNatural(count) || count > MAX_ARRAY_ELEMENTS) {
    throw new JudgeUsageError(
      `random.${method}: the count must be a whole number from 0 to ${MAX_ARRAY_ELEMENTS}`,
    );
  }
  return meter.charge('nativeWork', count) ? count : undefined;
}

/** An ArrayBuffer of float32, written in place. */
function floats(
  guest: Guest,
  count: number | undefined,
  fill: (values: Float32Array<ArrayBuffer>) => void,
): GuestValue {
  const buffer = count === undefined ? undefined : guest.newArrayBuffer(count * FLOAT32_BYTES);
  if (!buffer) return NOTHING;
  fill(new Float32Array(guest.bytes().buffer, buffer.address, count));
  return buffer.value;
}

/** An ArrayBuffer of int32, written in place. */
function integers(
  guest: Guest,
  count: number | undefined,
  fill: (values: Int32Array<ArrayBuffer>) => void,
): GuestValue {
  const buffer = count === undefined ? undefined : guest.newArrayBuffer(count * FLOAT32_BYTES);
  if (!buffer) return NOTHING;
  fill(new Int32Array(guest.bytes().buffer, buffer.address, count));
  return buffer.value;
}

/** A copy of an ArrayBuffer of at least this size, in the sandbox's own memory. */
function copyBytes(guest: Guest, value: GuestValue, length: number): { address: number } {
  const copy = guest.copyArrayBuffer(value);
  if (copy && copy.length >= length) return copy;
  if (copy) guest.freeBytes(copy.address);
  throw new JudgeUsageError('a typed array was expected');
}

/** A copy of the numbers of a typed array. */
function copyNumbers(guest: Guest, value: GuestValue, length: number, elementBytes: number) {
  const isFloat32 = elementBytes === FLOAT32_BYTES;
  const { address } = copyBytes(guest, value, length * (isFloat32 ? FLOAT32_BYTES : FLOAT64_BYTES));
  return {
    address,
    view: () =>
      isFloat32
        ? new Float32Array(guest.bytes().buffer, address, length)
        : new Float64Array(guest.bytes().buffer, address, length),
  };
}

function isNatural(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isInt32(value: number): boolean {
  return (value | 0) === value;
}
