import { BaseError } from '#protocol/errors/base.ts';
import { DEPTH_EXPORT, FUEL_EXPORT, STACK_LOW_EXPORT } from './meter-wasm.ts';

const PAGE_BYTES = 65_536;

/** What the interpreter itself needs: static data, 5 MiB reserved for its stack, and its first allocations. */
export const INITIAL_PAGES = 84;

/** The memory grows in steps of this: few calls, and little to clear between sandboxes. */
const GROWTH_PAGES = 4;

/**
 * Calls that may be active at once. The smallest stack of a host is that of Chromium's workers, 500 kB; half of it takes this
 * many of the interpreter's frames in every kind of recursion known, even as V8's baseline compiler makes them, which are the
 * largest (`stack-depth.test.ts`).
 */
export const MAX_DEPTH = 500;

/** The largest memory that the binary supports. */
const MAX_PAGES = 32_768;

/** What the system calls that the sandbox does not have answer: WASI's `nosys` and `spipe`. */
const NOT_SUPPORTED = 52;
const NOT_SEEKABLE = 70;

/** The host could not give what the budget allows: no statement about the code that ran. */
export class HostMemoryError extends BaseError {
  override name = 'HostMemoryError';
  constructor(cause: unknown) {
    super('The host has not enough memory for the sandbox.', {
      cause,
      metaMessages: ['Raise the memory limit of the evaluator, or run fewer evaluations at once.'],
    });
  }
}

/** Ticks left. When they are spent the instance traps, which no guest code can catch, and is of no more use. */
export type Fuel = {
  set(ticks: bigint): void;
  left(): bigint;
  isSpent(): boolean;
  /** Makes the instance trap at its next tick; `left` keeps what was left. */
  stop(): void;
};

type NativeFunction = (...parameters: number[]) => number;

/**
 * The binary's functions by the names that its authors gave them (without `QTS_`). Pointers are numbers. A *value* is
 * a pointer to a JavaScript value; functions that return one give it away, and `freeValue` takes it back.
 */
export type Native = ReturnType<typeof bindNative>;

/** One running, metered interpreter with a memory of its own. */
export type QuickJsInstance = {
  native: Native;
  memory: WebAssembly.Memory;
  /** Where the stack begins; it grows down. */
  stackPointer: number;
  /** The lowest address that the stack has reached since the last call of this function. */
  takeStackLow(): number;
  fuel: Fuel;
  /** Whether too many calls were active, which trapped the instance. */
  isTooDeep(): boolean;
  /** What happened to the memory besides growing. */
  growth: { exceeded: boolean; hostFailure: HostMemoryError | undefined };
  /** Whether the memory still has the size that it began with. */
  hasGrown(): boolean;
  /** Sets whom it works for. */
  assign(owner: InstanceOwner): void;
};

export type InstanceOwner = {
  /** What may be allocated beyond what the interpreter itself needs; rounded up to 64 KiB. */
  memoryBytes: number;
  callHost: CallHost;
};

/**
 * What the interpreter calls when guest code calls a host function.
 *
 * @param id As given to `native.newFunction`.
 * @param argv Pointer to the arguments, which belong to the caller.
 * @returns A value to give away; 0 for `undefined`.
 */
export type CallHost = (id: number, argumentCount: number, argv: number) => number;

/**
 * Starts the binary without any JavaScript in between but its imports below. Everything that could tell it about the host
 * (time, time zone, locale, environment, standard output) is a constant. Its memory is its own and bounded: QuickJS's
 * own memory limit does not count small allocations in this build.
 *
 * @param module The metered binary.
 * @throws HostMemoryError
 */
export function instantiateQuickJs(module: WebAssembly.Module, owner: InstanceOwner): QuickJsInstance {
  let maximumPages = INITIAL_PAGES;
  let callHost: CallHost = () => 0;
  const assign = (next: InstanceOwner): void => {
    maximumPages = Math.min(INITIAL_PAGES + Math.ceil(next.memoryBytes / PAGE_BYTES), MAX_PAGES);
    callHost = next.callHost;
  };
  assign(owner);
  const memory = allocate(() => new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAX_PAGES }));
  const growth: QuickJsInstance['growth'] = { exceeded: false, hostFailure: undefined };

  const resizeHeap = (bytes: number): number => {
    const requestedPages = Math.ceil((bytes >>> 0) / PAGE_BYTES);
    if (requestedPages > maximumPages) {
      growth.exceeded = true;
      fuel.stop();
      return 0;
    }
    const missing = requestedPages - memory.buffer.byteLength / PAGE_BYTES;
    try {
      const pages = Math.max(Math.ceil(missing / GROWTH_PAGES), 1) * GROWTH_PAGES;
      memory.grow(Math.min(pages, MAX_PAGES - (requestedPages - missing)));
      return 1;
    } catch (error) {
      growth.hostFailure = new HostMemoryError(error);
      fuel.stop();
      return 0;
    }
  };
  const abort = (): never => {
    throw new WebAssembly.RuntimeError('The interpreter aborted.');
  };
  // The keys are those of the pinned binary, as its linker shortened them.
  const imports = {
    a: memory,
    b: abort, // a failed assertion
    q: abort,
    r: abort, // exit
    c: () => NOT_SUPPORTED, // write
    d: () => NOT_SUPPORTED, // close
    o: () => NOT_SEEKABLE, // seek
    e: () => 0, // the environment's strings
    f: (count: number, bytes: number): number => {
      const view = new DataView(memory.buffer);
      view.setUint32(count, 0, true);
      view.setUint32(bytes, 0, true);
      return 0;
    },
    g: () => 0, // a module's name; no loader is installed
    h: () => 0, // a module's source
    i: () => 0, // the interpreter's own interrupt handler; not installed
    j: () => 0, // set a timer
    k: resizeHeap,
    l: () => undefined, // the runtime need not be kept alive
    m: () => undefined, // local time
    n: () => undefined, // time zone
    p: () => 0, // now
    s: (_context: number, _this: number, argumentCount: number, argv: number, id: number): number =>
      callHost(id, argumentCount, argv),
    t: () => undefined, // a host function is no longer referred to
  };
  const { exports } = allocate(() => new WebAssembly.Instance(module, { a: imports }));
  const depth = asCounter(exports[DEPTH_EXPORT]);
  const stackLow = asCounter(exports[STACK_LOW_EXPORT]);
  const fuel = createFuel(asCounter(exports[FUEL_EXPORT]));
  const native = bindNative(exports);
  const stackPointer = native.stackPointer();
  return {
    native,
    memory,
    stackPointer,
    takeStackLow() {
      const low = Number(stackLow.value) >>> 0;
      stackLow.value = stackPointer;
      return low;
    },
    fuel,
    isTooDeep: () => Number(depth.value) > MAX_DEPTH,
    growth,
    hasGrown: () => memory.buffer.byteLength !== INITIAL_PAGES * PAGE_BYTES,
    assign,
  };
}

function allocate<T>(allocation: () => T): T {
  try {
    return allocation();
  } catch (error) {
    throw new HostMemoryError(error);
  }
}

/** The keys are those of the pinned binary, as its linker shortened them. */
function bindNative(exports: WebAssembly.Exports) {
  const bind = (key: string): NativeFunction => {
    const value: unknown = exports[key];
    if (!isFunction(value)) throw new TypeError('The QuickJS binary is not the pinned one.');
    return value;
  };
  return {
    initialise: bind('u'),
    malloc: bind('v'),
    free: bind('M'),
    throwValue: bind('w'),
    setMaxStackSize: bind('D'),
    undefinedValue: bind('E'),
    newRuntime: bind('K'),
    newContext: bind('N'),
    freeValue: bind('P'),
    freeText: bind('S'),
    newObject: bind('U'),
    newArray: bind('W'),
    newArrayBuffer: bind('X'),
    newFloat64: bind('Y'),
    getFloat64: bind('Z'),
    newString: bind('_'),
    getString: bind('$'),
    copyArrayBuffer: bind('aa'),
    arrayBufferLength: bind('ba'),
    executePendingJob: bind('ga'),
    getProperty: bind('ha'),
    setProperty: bind('ja'),
    call: bind('ma'),
    resolveException: bind('na'),
    evaluate: bind('pa'),
    typeOf: bind('ra'),
    promiseState: bind('wa'),
    promiseResult: bind('xa'),
    newFunction: bind('Da'),
    argument: bind('Ea'),
    stackPointer: bind('Oa'),
  };
}

function isFunction(value: unknown): value is NativeFunction {
  return typeof value === 'function';
}

/** A global of the instrumented module: a bigint where it has 64 bits. */
type Counter = { value: bigint | number };

function createFuel(counter: Counter): Fuel {
  let stoppedAt: bigint | undefined;
  return {
    set(ticks) {
      counter.value = ticks;
      stoppedAt = undefined;
    },
    left: () => stoppedAt ?? (counter.value > 0n ? BigInt(counter.value) : 0n),
    isSpent: () => stoppedAt === undefined && counter.value < 0n,
    stop() {
      stoppedAt ??= BigInt(counter.value);
      counter.value = 0n;
    },
  };
}

function asCounter(value: WebAssembly.ExportValue | undefined): Counter {
  if (!(value instanceof WebAssembly.Global)) throw new TypeError('The QuickJS module is not metered.');
  return value;
}
