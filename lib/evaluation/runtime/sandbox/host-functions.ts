import { BaseError } from '#protocol/errors/base.ts';
import { elementCount } from '../architecture/shapes.ts';
import { argMax } from '../judge/arg-max.ts';
import { METRICS, isMetricName } from '../judge/metrics.ts';
import type { RandomSource } from '../judge/random.ts';
import type { Model, ModelTensor } from '../model/session.ts';
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
  /** The input, in the memory of the sandbox: valid until the sandbox goes on, and until `settle`. */
  input(): ModelTensor;
  /** Gives the sandbox the output, and the input's memory back. */
  settle(output: ModelTensor): void;
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
    const { input: expected, output: produced } = model.plan;
    const name = count === 4 ? guest.getText(argument(0)) : '';
    if (name !== expected.name) {
      throw new JudgeUsageError(`model.run: the model has one input, named ${expected.name}`);
    }
    const length = guest.getNumber(argument(2));
    const sampleElements = elementCount(expected.shape);
    const dimsText = guest.getText(argument(3));
    const dims =
      dimsText === '' ? [length / sampleElements, ...expected.shape] : dimsText.split(',').map(Number);
    const batch = dims[0] ?? 0;
    const fits =
      isNatural(batch) &&
      batch > 0 &&
      batch * sampleElements === length &&
      dims.length === expected.shape.length + 1 &&
      expected.shape.every((size, axis) => dims[axis + 1] === size);
    if (!fits) {
      throw new JudgeUsageError(
        `model.run: ${expected.name} has ${length} values and dims [${dims.join(', ')}], expected [batch, ${expected.shape.join(', ')}]`,
      );
    }
    if (!meter.charge('tensorElements', length + batch * elementCount(produced.shape))) return NOTHING;
    const { address } = copyBytes(guest, argument(1), length * FLOAT32_BYTES);
    const { promise, settle } = guest.newPromise();
    run.pending.push({
      input: () => ({ name, dims, data: new Float32Array(guest.bytes().buffer, address, length) }),
      settle(output) {
        guest.freeBytes(address);
        const parts = guest.newArray();
        guest.set(parts, 0, guest.newText(output.name));
        guest.set(
          parts,
          1,
          floats(guest, output.data.length, (values) => values.set(output.data)),
        );
        guest.set(parts, 2, guest.newText(output.dims.join()));
        settle(parts);
      },
    });
    return promise;
  },
} as const satisfies { [name: string]: HostFunction };

const CALLS: readonly HostFunction[] = Object.values(HOST_FUNCTIONS);

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
