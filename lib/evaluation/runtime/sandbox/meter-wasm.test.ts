import { expect, test } from 'vitest';
import { DEPTH_EXPORT, FUEL_EXPORT, UnsupportedWasmError, meterWasm } from './meter-wasm.ts';

/**
 * Three functions of one number:
 * - count(n): loop { if (n == 0) return 7; n -= 1 }
 * - recurse(n): n == 0 ? 9 : recurse(n - 1)
 * - fill(n): memory.fill(0, 1, n)
 */
const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // a custom section, which is dropped
  ...[0x00, 0x02, 0x01, 0x78],
  // types (i32) -> i32 and (i32) -> ()
  ...[0x01, 0x0a, 0x02, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x01, 0x7f, 0x00],
  // import "a" "m" (memory 4)
  ...[0x02, 0x08, 0x01, 0x01, 0x61, 0x01, 0x6d, 0x02, 0x00, 0x04],
  // the types of the three functions
  ...[0x03, 0x04, 0x03, 0x00, 0x00, 0x01],
  // a global, so that those of the meter are numbered behind it
  ...[0x06, 0x06, 0x01, 0x7f, 0x01, 0x41, 0x00, 0x0b],
  // exports
  ...[0x07, 0x1a, 0x03],
  ...[0x05, 0x63, 0x6f, 0x75, 0x6e, 0x74, 0x00, 0x00],
  ...[0x07, 0x72, 0x65, 0x63, 0x75, 0x72, 0x73, 0x65, 0x00, 0x01],
  ...[0x04, 0x66, 0x69, 0x6c, 0x6c, 0x00, 0x02],
  // code
  ...[0x0a, 0x39, 0x03],
  ...[0x18, 0x00, 0x03, 0x40, 0x20, 0x00, 0x45, 0x04, 0x40, 0x41, 0x07, 0x0f, 0x0b],
  ...[0x20, 0x00, 0x41, 0x01, 0x6b, 0x21, 0x00, 0x0c, 0x00, 0x0b, 0x00, 0x0b],
  ...[
    0x12, 0x00, 0x20, 0x00, 0x45, 0x04, 0x7f, 0x41, 0x09, 0x05, 0x20, 0x00, 0x41, 0x01, 0x6b, 0x10, 0x01,
    0x0b, 0x0b,
  ],
  ...[0x0b, 0x00, 0x41, 0x00, 0x41, 0x01, 0x20, 0x00, 0xfc, 0x0b, 0x00, 0x0b],
]);

const MAX_DEPTH = 100;

function start() {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = new WebAssembly.Module(meterWasm(MODULE, { initialPages: 2, maxDepth: MAX_DEPTH }));
  const { exports } = new WebAssembly.Instance(module, { a: { m: memory } });
  const counter = (name: string) => {
    const value = exports[name];
    if (!(value instanceof WebAssembly.Global)) throw new TypeError(`no global ${name}`);
    return value;
  };
  const fuel = counter(FUEL_EXPORT);
  return {
    memory,
    depth: () => Number(counter(DEPTH_EXPORT).value),
    fuel,
    call(name: string, argument: number): unknown {
      const function_ = exports[name];
      if (typeof function_ !== 'function') throw new TypeError(`no function ${name}`);
      return Reflect.apply(function_, undefined, [argument]);
    },
    ticksOf(name: string, argument: number): bigint {
      fuel.value = 1_000_000n;
      this.call(name, argument);
      return 1_000_000n - BigInt(fuel.value);
    },
  };
}

test('a metered module computes what it computed before', () => {
  const { call, memory, depth } = start();
  expect(call('count', 10)).toBe(7);
  expect(call('recurse', 10)).toBe(9);
  call('fill', 3);
  expect([...new Uint8Array(memory.buffer, 0, 4)]).toEqual([1, 1, 1, 0]);
  expect(depth()).toBe(0);
});

test('a call costs one tick, and so does an iteration', () => {
  const instance = start();
  expect(instance.ticksOf('count', 0)).toBe(2n);
  expect(instance.ticksOf('count', 1_000)).toBe(1_002n);
  expect(instance.ticksOf('recurse', 50)).toBe(51n);
});

test('filling memory costs one tick for 64 bytes', () => {
  const instance = start();
  expect(instance.ticksOf('fill', 63)).toBe(1n);
  expect(instance.ticksOf('fill', 6_400)).toBe(101n);
});

test('running out of fuel is a trap, and stays one', () => {
  const { call, fuel } = start();
  fuel.value = 100n;
  expect(() => call('count', 1_000)).toThrow(WebAssembly.RuntimeError);
  expect(fuel.value).toBe(-1n);
  expect(() => call('count', 0)).toThrow(WebAssembly.RuntimeError);
});

test('exactly enough fuel is enough', () => {
  const { call, fuel } = start();
  fuel.value = 1_002n;
  expect(call('count', 1_000)).toBe(7);
  expect(fuel.value).toBe(0n);
});

test('a bulk operation that costs too much does not happen', () => {
  const { call, fuel, memory } = start();
  fuel.value = 10n;
  expect(() => call('fill', 100_000)).toThrow(WebAssembly.RuntimeError);
  expect(new Uint8Array(memory.buffer)[0]).toBe(0);
});

test('calls nest as deep as allowed and no deeper', () => {
  const { call, depth } = start();
  expect(call('recurse', MAX_DEPTH - 1)).toBe(9);
  expect(depth()).toBe(0);
  expect(() => call('recurse', MAX_DEPTH)).toThrow(WebAssembly.RuntimeError);
  expect(depth()).toBe(MAX_DEPTH + 1);
});

test.each<[string, Uint8Array]>([
  ['no WebAssembly', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)],
  ['a truncated module', MODULE.slice(0, -3)],
  ['an unknown instruction', MODULE.with(MODULE.length - 4, 0xfd)],
])('refuses %s', (_, binary) => {
  expect(() => meterWasm(binary, { initialPages: 2, maxDepth: 1 })).toThrow(UnsupportedWasmError);
});
