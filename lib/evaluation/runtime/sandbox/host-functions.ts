import { BaseError } from '#protocol/errors/base.ts';
import { argMax } from '../judge/arg-max.ts';
import type { DataFiles } from '../judge/data-files.ts';
import { METRICS, isMetricName, metricWork } from '../judge/metrics.ts';
import { multiply } from '../judge/multiply.ts';
import type { RandomSource } from '../judge/random.ts';
import { scale } from '../judge/scale.ts';
import { modelWorkUnits, runElements } from '../model/cost.ts';
import { MAX_RUN_ELEMENTS } from '../model/limits.ts';
import { type ModelInput, type ModelPlan, type Shape, elementCount } from '../model/plan.ts';
import type { InputValues, Model } from '../model/session.ts';
import { EvaluationCancelledError } from '../cancelled-error.ts';
import type { BudgetMeter } from './budget-meter.ts';
import type { Guest, GuestValue } from './guest.ts';
import { HostFailureError } from './host-failure-error.ts';
import type { CallHost } from './quickjs-instance.ts';

/** No array handed to evaluation code has more elements. */
const MAX_ARRAY_ELEMENTS = 2 ** 24;

const FLOAT32_BYTES = 4;
const FLOAT64_BYTES = 8;
const INT32_BYTES = 4;

/** Is told what entered and what left the model, in the plan's order: the sandbox's own memory, valid only now. */
export type OnModelRun = (
  inputs: readonly (InputValues & { buffer: ArrayBuffer })[],
  outputs: readonly Float32Array<ArrayBuffer>[],
) => void;

/** What the host functions act on; exchanged for every run. */
export type Run = {
  random: RandomSource;
  model: Model;
  data: DataFiles;
  meter: BudgetMeter;
  /** Is told of every model run, in order. */
  onModelRun: OnModelRun | undefined;
  signal: AbortSignal | undefined;
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

/** What the host functions of one instance work with. */
export type HostFunctionContext = {
  guest?: Guest;
  run?: Run;
  /** The function of the sandbox that makes a TypeError of a text. */
  newTypeError: GuestValue;
};

/** Serves the calls of one instance's host functions. */
export function serveHostFunctions(current: HostFunctionContext): CallHost {
  return (id, count, argv) => {
    const { guest, run } = current;
    const call = CALLS[id];
    if (!guest || !call) throw new TypeError(`There is no host function ${id}.`);
    try {
      if (!run) throw new JudgeUsageError('There is nothing to judge while evaluation.js is being loaded.');
      return call(guest, run, (index) => guest.argument(argv, index), count);
    } catch (error) {
      if (!(error instanceof JudgeUsageError)) throw error;
      return guest.throwMadeOf(current.newTypeError, error.shortMessage);
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
    if (!meter.charge('nativeWork', metricWork(name, length))) return NOTHING;
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
  scale(guest, { meter }, argument) {
    const length = guest.getNumber(argument(1));
    const factor = guest.getNumber(argument(3));
    const offset = guest.getNumber(argument(4));
    if (!isNatural(length) || length > MAX_ARRAY_ELEMENTS) {
      throw new JudgeUsageError(`tensor.scale: at most ${MAX_ARRAY_ELEMENTS} values can be scaled at once`);
    }
    if (!meter.charge('nativeWork', length)) return NOTHING;
    const values = copyNumbers(guest, argument(0), length, guest.getNumber(argument(2)));
    const scaled = floats(guest, length, (into) => scale(values.view(), { factor, offset }, into));
    guest.freeBytes(values.address);
    return scaled;
  },
  multiply(guest, { meter }, argument) {
    const length = guest.getNumber(argument(1));
    const others = guest.getNumber(argument(4));
    if (!isNatural(length) || length !== others || length > MAX_ARRAY_ELEMENTS) {
      throw new JudgeUsageError(
        `tensor.multiply: both must have the same length, at most ${MAX_ARRAY_ELEMENTS}; they have ${length} and ${others}`,
      );
    }
    if (!meter.charge('nativeWork', length)) return NOTHING;
    const a = copyNumbers(guest, argument(0), length, guest.getNumber(argument(2)));
    const b = copyNumbers(guest, argument(3), length, guest.getNumber(argument(5)));
    const products = floats(guest, length, (into) => multiply(a.view(), b.view(), into));
    guest.freeBytes(b.address);
    guest.freeBytes(a.address);
    return products;
  },
  dataNames(guest, { meter, data }) {
    if (!meter.charge('nativeWork', data.size)) return NOTHING;
    return guest.newText(JSON.stringify([...data.keys()]));
  },
  dataBytes(guest, { meter, data }, argument) {
    const { name, bytes } = findFile(guest, data, argument(0));
    const elementBytes = guest.getNumber(argument(1)) === FLOAT32_BYTES ? FLOAT32_BYTES : 1;
    const count = bytes.length / elementBytes;
    if (!isNatural(count)) {
      throw new JudgeUsageError(`data: ${name} has ${bytes.length} bytes, no whole number of 32-bit numbers`);
    }
    const start = guest.getNumber(argument(2));
    const wanted = guest.getNumber(argument(3));
    const end = wanted === -1 ? count : wanted;
    if (!isNatural(start) || !isNatural(end) || start > end || end > count) {
      throw new JudgeUsageError(`data: ${name} has ${count} elements, ${start} to ${end} is no part of them`);
    }
    const part = bytes.subarray(start * elementBytes, end * elementBytes);
    return charges(meter, part.length) ? copyIn(guest, part.length, (into) => into.set(part)) : NOTHING;
  },
  dataRows(guest, { meter, data }, argument) {
    const { name, bytes } = findFile(guest, data, argument(0));
    const rowCount = guest.getNumber(argument(2));
    const rowBytes = guest.getNumber(argument(3));
    const available = bytes.length / rowBytes;
    if (!isNatural(rowBytes) || rowBytes === 0 || !isNatural(available)) {
      throw new JudgeUsageError(
        `data: ${name} has ${bytes.length} bytes, no whole number of rows of ${rowBytes}`,
      );
    }
    if (!isNatural(rowCount) || rowCount * rowBytes > MAX_ARRAY_ELEMENTS * FLOAT32_BYTES) {
      throw new JudgeUsageError(
        `data: ${rowCount} rows of ${rowBytes} bytes are too many to be read at once`,
      );
    }
    if (!charges(meter, rowCount * rowBytes) || !meter.charge('nativeWork', rowCount)) return NOTHING;
    const { address } = copyBytes(guest, argument(1), rowCount * INT32_BYTES);
    const rows = Int32Array.from(new Int32Array(guest.bytes().buffer, address, rowCount));
    guest.freeBytes(address);
    const outside = rows.find((row) => row < 0 || row >= available);
    if (outside !== undefined) {
      throw new JudgeUsageError(`data: ${name} has ${available} rows, there is no row ${outside}`);
    }
    return copyIn(guest, rowCount * rowBytes, (into) => {
      rows.forEach((row, index) => {
        into.set(bytes.subarray(row * rowBytes, (row + 1) * rowBytes), index * rowBytes);
      });
    });
  },
  dataText(guest, { meter, data }, argument) {
    const { name, bytes } = findFile(guest, data, argument(0));
    if (!charges(meter, bytes.length)) return NOTHING;
    return guest.newText(decodeText(name, bytes));
  },
  plan: (guest, { model: { plan } }) => guest.newText(describePorts(plan)),
  run(guest, run, argument, count) {
    const { model, meter } = run;
    if (!meter.charge('modelRuns', 1)) return NOTHING;
    const { outputs, cost } = model.plan;
    const given = readInputs(guest, model.plan, argument, count);
    const batch = commonBatch(given);
    const lengths = outputs.map(({ shape }) => batch * elementCount(shape));
    const elements = [...given, ...lengths.map((length) => ({ length }))];
    const elementSum = elements.reduce((sum, { length }) => sum + length, 0);
    if (!meter.charge('tensorElements', elementSum)) return NOTHING;
    if (!meter.charge('nativeWork', modelWorkUnits(cost, batch))) return NOTHING;
    if (runElements(cost, batch) > MAX_RUN_ELEMENTS) {
      throw new JudgeUsageError(
        `model.run: ${batch} samples at once need more than ${MAX_RUN_ELEMENTS} intermediate results; run fewer`,
      );
    }
    if (run.signal?.aborted) throw new EvaluationCancelledError();

    const addresses = given.map(
      ({ buffer, length }) => copyBytes(guest, buffer, length * FLOAT32_BYTES).address,
    );
    given.forEach((input, index) => convert(guest, addresses[index] ?? 0, input));
    const results: { value: GuestValue; address: number; length: number }[] = [];
    for (const length of lengths) {
      const buffer = guest.newArrayBuffer(length * FLOAT32_BYTES);
      if (!buffer) return NOTHING;
      results.push({ ...buffer, length });
    }
    // Only now, since every allocation can move the memory.
    const { buffer } = guest.bytes();
    const entering = given.map(({ expected, length }, index) =>
      expected.type === 'int32'
        ? new Int32Array(buffer, addresses[index], length)
        : new Float32Array(buffer, addresses[index], length),
    );
    const leaving = results.map(({ address, length }) => new Float32Array(buffer, address, length));
    try {
      model.run(entering, batch, leaving);
    } catch (error) {
      throw new HostFailureError(error);
    }
    run.onModelRun?.(entering, leaving);
    for (const address of addresses) guest.freeBytes(address);
    const [only, ...others] = results;
    if (only && others.length === 0) return only.value;
    const list = guest.newArray();
    results.forEach(({ value }, index) => guest.set(list, index, value));
    return list;
  },
} as const satisfies { [name: string]: HostFunction };

const CALLS: readonly HostFunction[] = Object.values(HOST_FUNCTIONS);

const describedPorts = new WeakMap<ModelPlan, Uint8Array>();

/** What the prelude checks inputs by, as JSON; every run of every model asks for it, so that it is kept. */
function describePorts(plan: ModelPlan): Uint8Array {
  const known = describedPorts.get(plan);
  if (known) return known;
  const describe = ({ name, shape }: { name: string; shape: Shape }) => ({
    name,
    shape,
    elements: elementCount(shape),
  });
  const described = { inputs: plan.inputs.map(describe), outputs: plan.outputs.map(describe) };
  const text = new TextEncoder().encode(JSON.stringify(described));
  describedPorts.set(plan, text);
  return text;
}

/** Arguments of `run` for each input, in the plan's order: buffer, length, and whether it holds whole numbers. */
const INPUT_ARGUMENTS = 3;

/** An input as evaluation code gave it. */
type GivenInput = {
  expected: ModelInput;
  buffer: GuestValue;
  length: number;
  batch: number;
  isWhole: boolean;
};

/** What was given for each input of the model. */
function readInputs(
  guest: Guest,
  { inputs }: ModelPlan,
  argument: (index: number) => GuestValue,
  count: number,
): GivenInput[] {
  if (count !== INPUT_ARGUMENTS * inputs.length) {
    throw new JudgeUsageError(`model.run: the model has ${inputs.length} inputs`);
  }
  return inputs.map((expected, index): GivenInput => {
    const at = index * INPUT_ARGUMENTS;
    const length = guest.getNumber(argument(at + 1));
    const batch = length / elementCount(expected.shape);
    if (!isNatural(batch) || batch === 0) {
      throw new JudgeUsageError(
        `model.run: ${expected.name} has ${length} values, no whole number of samples of [${expected.shape.join(', ')}]`,
      );
    }
    const isWhole = guest.getNumber(argument(at + 2)) !== 0;
    return { expected, buffer: argument(at), length, batch, isWhole };
  });
}

/** The number of samples, which is that of every input. */
function commonBatch(given: readonly GivenInput[]): number {
  const batches = new Set(given.map(({ batch }) => batch));
  const [batch = 0] = batches;
  if (batches.size === 1) return batch;
  throw new JudgeUsageError(
    `model.run: the inputs have different numbers of samples, ${[...batches].join(', ')}`,
  );
}

/** Makes of the held numbers, in place, what the model takes; whole numbers must select rows that exist. */
function convert(guest: Guest, address: number, { expected, length, isWhole }: GivenInput): void {
  if (expected.type === 'float32' && !isWhole) return;
  const { buffer } = guest.bytes();
  const reals = new Float32Array(buffer, address, length);
  const wholes = new Int32Array(buffer, address, length);
  if (expected.type === 'float32') {
    for (let index = 0; index < length; index++) reals[index] = wholes[index] ?? 0;
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

/** A copy of the numbers of a typed array: bytes, float32 or float64. */
function copyNumbers(guest: Guest, value: GuestValue, length: number, elementBytes: number) {
  const isFloat32 = elementBytes === FLOAT32_BYTES;
  const size = elementBytes === 1 || isFloat32 ? elementBytes : FLOAT64_BYTES;
  const { address } = copyBytes(guest, value, length * size);
  return {
    address,
    view: () => {
      const { buffer } = guest.bytes();
      if (size === 1) return new Uint8Array(buffer, address, length);
      return isFloat32
        ? new Float32Array(buffer, address, length)
        : new Float64Array(buffer, address, length);
    },
  };
}

/** An ArrayBuffer of bytes, written in place. */
function copyIn(guest: Guest, length: number, fill: (bytes: Uint8Array<ArrayBuffer>) => void): GuestValue {
  const buffer = guest.newArrayBuffer(length);
  if (!buffer) return NOTHING;
  fill(new Uint8Array(guest.bytes().buffer, buffer.address, length));
  return buffer.value;
}

/** Four bytes of data count as one element. */
function charges(meter: BudgetMeter, bytes: number): boolean {
  return meter.charge('nativeWork', Math.ceil(bytes / FLOAT32_BYTES));
}

function findFile(guest: Guest, data: DataFiles, value: GuestValue) {
  const name = guest.getText(value);
  const bytes = data.get(name);
  if (bytes === undefined) throw new JudgeUsageError(`data: there is no file named ${JSON.stringify(name)}`);
  return { name, bytes };
}

/** The interpreter takes texts that end with NUL, so that none can be inside. */
function decodeText(name: string, bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new JudgeUsageError(`data: ${name} is not text, it has a NUL in it`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new JudgeUsageError(`data: ${name} is not UTF-8`);
    throw error;
  }
}

function isNatural(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isInt32(value: number): boolean {
  return (value | 0) === value;
}
