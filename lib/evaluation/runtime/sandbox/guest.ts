import type { QuickJsInstance } from './quickjs-instance.ts';

/** A pointer to a JavaScript value in the sandbox; whoever holds it frees it. */
export type GuestValue = number;

/** What a call in the sandbox came to: a value, or what was thrown. */
export type GuestResult = { value: GuestValue; error?: never } | { value?: never; error: GuestValue };

/** What became of a promise. */
export type GuestPromise = { state: 'pending' } | { state: 'fulfilled' | 'rejected'; value: GuestValue };

/** Everything that the host does with the interpreter's values. Arguments are borrowed, results are given away. */
export type Guest = ReturnType<typeof createGuest>;

/** A call passes no more arguments than this. */
const MAX_ARGUMENTS = 2;

const POINTER_BYTES = 4;

const EVALUATE_MODULE = 1;
const EVALUATE_GLOBAL = 0;

/** QuickJS's numbers of promise states. */
const PENDING = 0;
const REJECTED = 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Addresses in the memory of an interpreter: part of its image. */
export type GuestAddresses = { runtime: number; context: number; pointers: number };

/** Starts a JavaScript runtime without Date in a new instance. */
export function startGuest({ native }: QuickJsInstance): GuestAddresses {
  native.initialise();
  const runtime = native.newRuntime();
  const context = native.newContext(runtime, INTRINSICS);
  return { runtime, context, pointers: native.malloc(MAX_ARGUMENTS * POINTER_BYTES) };
}

/** Objects, eval, normalisation, regular expressions, JSON, proxies, maps and sets, typed arrays, promises. */
const INTRINSICS =
  (1 << 0) | (1 << 2) | (1 << 3) | (1 << 4) | (1 << 6) | (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10);

/**
 * The interpreter's functions with values instead of bytes. Views of the memory are made anew after it has grown, which any
 * call into the interpreter may cause.
 */
export function createGuest(
  { native, memory }: QuickJsInstance,
  { runtime, context, pointers }: GuestAddresses,
) {
  let view = new Uint8Array(memory.buffer);
  /** A memory that grows detaches its views. */
  const bytes = (): Uint8Array<ArrayBuffer> => {
    if (view.length === 0) view = new Uint8Array(memory.buffer);
    return view;
  };
  const writePointer = (address: number, pointer: number): void => {
    const at = bytes();
    at[address] = pointer;
    at[address + 1] = pointer >>> 8;
    at[address + 2] = pointer >>> 16;
    at[address + 3] = pointer >>> 24;
  };
  const readText = (address: number): string => {
    const at = bytes();
    return decoder.decode(at.subarray(address, at.indexOf(0, address)));
  };
  /** Writes a text, which may be UTF-8 already, for the interpreter to read during one call. */
  const withText = (
    text: string | Uint8Array,
    call: (address: number, length: number) => GuestValue,
  ): GuestValue => {
    const encoded = typeof text === 'string' ? encoder.encode(text) : text;
    const address = native.malloc(encoded.length + 1);
    if (address === 0) return 0;
    bytes().set(encoded, address);
    bytes()[address + encoded.length] = 0;
    const value = call(address, encoded.length);
    native.free(address);
    return value;
  };
  const resolve = (value: GuestValue): GuestResult => {
    const error = native.resolveException(context, value);
    if (error === 0) return { value };
    native.freeValue(context, value);
    return { error };
  };
  const evaluate = (code: string, file: string, type: number): GuestResult =>
    resolve(
      withText(code, (codeAddress, length) =>
        withText(file, (fileAddress) => native.evaluate(context, codeAddress, length, fileAddress, 0, type)),
      ),
    );

  const guest = {
    bytes,
    evaluateScript: (code: string, file: string) => evaluate(code, file, EVALUATE_GLOBAL),
    /** The module's namespace, or a promise of it. */
    evaluateModule: (code: string, file: string) => evaluate(code, file, EVALUATE_MODULE),
    setMaxStackSize: (stackBytes: number) => void native.setMaxStackSize(runtime, stackBytes),

    newObject: (): GuestValue => native.newObject(context),
    newArray: (): GuestValue => native.newArray(context),
    newNumber: (value: number): GuestValue => native.newFloat64(context, value),
    newText: (text: string | Uint8Array): GuestValue =>
      withText(text, (address) => native.newString(context, address)),
    newFunction: (name: string, id: number): GuestValue =>
      withText(name, (address) => native.newFunction(context, address, 0, 0, id)),
    /**
     * An ArrayBuffer whose bytes are yet to be written at the address returned.
     *
     * @returns `undefined` when the memory does not suffice: the sandbox will trap.
     */
    newArrayBuffer(length: number): { value: GuestValue; address: number } | undefined {
      const address = native.malloc(length);
      if (address === 0) return undefined;
      const value = native.newArrayBuffer(context, address, length);
      return { value, address };
    },

    /** The type as `typeof` says it. */
    typeOf(value: GuestValue): string {
      const address = native.typeOf(context, value);
      const text = readText(address);
      native.free(address);
      return text;
    },
    getNumber: (value: GuestValue): number => native.getFloat64(context, value),
    getText(value: GuestValue): string {
      const address = native.getString(context, value);
      if (address === 0) return '';
      const text = readText(address);
      native.freeText(context, address);
      return text;
    },
    /** A copy of an ArrayBuffer in the interpreter's memory, to be freed; `undefined` for everything else. */
    copyArrayBuffer(value: GuestValue): { address: number; length: number } | undefined {
      const address = native.copyArrayBuffer(context, value);
      return address === 0 ? undefined : { address, length: native.arrayBufferLength(context, value) >>> 0 };
    },
    freeBytes: (address: number) => void native.free(address),
    free: (value: GuestValue) => void native.freeValue(context, value),

    get(object: GuestValue, key: string | number): GuestValue {
      const name = typeof key === 'number' ? guest.newNumber(key) : guest.newText(key);
      const value = native.getProperty(context, object, name);
      guest.free(name);
      return value;
    },
    /** Gives the value to a property. */
    set(object: GuestValue, key: string | number, value: GuestValue): void {
      const name = typeof key === 'number' ? guest.newNumber(key) : guest.newText(key);
      native.setProperty(context, object, name, value);
      guest.free(name);
      guest.free(value);
    },
    argument: (argv: number, index: number): GuestValue => native.argument(argv, index),
    call(callee: GuestValue, argument: GuestValue): GuestResult {
      writePointer(pointers, argument);
      return resolve(native.call(context, callee, native.undefinedValue(), 1, pointers));
    },
    /** Throws in the guest what a function of it makes of a text; to be returned by a host function. */
    throwMadeOf(make: GuestValue, message: string): GuestValue {
      const text = guest.newText(message);
      const { value, error } = guest.call(make, text);
      guest.free(text);
      const exception = native.throwValue(context, value ?? error);
      guest.free(value ?? error);
      return exception;
    },

    /** A value that is no promise counts as one that is fulfilled with it. */
    promise(value: GuestValue): GuestPromise {
      const state = native.promiseState(context, value);
      if (state < PENDING) return { state: 'fulfilled', value };
      if (state === PENDING) return { state: 'pending' };
      return {
        state: state === REJECTED ? 'rejected' : 'fulfilled',
        value: native.promiseResult(context, value),
      };
    },
    /**
     * Runs the jobs of promises until none is left.
     *
     * @returns What one of them threw. Only a tampered promise makes a job throw; all others are rejected.
     */
    runJobs(): GuestValue | undefined {
      const result = native.executePendingJob(runtime, -1, pointers);
      // The interpreter gives the number of jobs or what was thrown.
      if (guest.typeOf(result) !== 'number') return result;
      guest.free(result);
      return undefined;
    },
  };
  return guest;
}
