import { BaseError } from '#protocol/errors/base.ts';

/** The name under which the instrumented module exports its remaining fuel (a mutable i64 global). */
export const FUEL_EXPORT = 'fuel';

/** The name of the exported number of calls that are active (a mutable i32 global). */
export const DEPTH_EXPORT = 'depth';

/** The name of the exported lowest value that the stack pointer has had (a mutable i32 global, read as unsigned). */
export const STACK_LOW_EXPORT = 'stackLow';

/** Bytes of `memory.copy` and `memory.fill` that cost one tick: 2 ** 6. */
const BULK_BYTES_PER_TICK_LOG2 = 6;

export class UnsupportedWasmError extends BaseError {
  override name = 'UnsupportedWasmError';
  constructor(details: string) {
    super('The WebAssembly module cannot be metered.', {
      details,
      metaMessages: ['Only the pinned QuickJS binary is meant to be instrumented.'],
    });
  }
}

/**
 * Rewrites a WebAssembly module so that it counts its own work and stops when its fuel is spent: every call of a function
 * that calls or loops itself, and every loop iteration costs one tick, every bulk memory operation one tick per 64 bytes. Between two
 * ticks only straight-line code runs, so that fuel bounds the time of *everything* inside the module (string
 * search, sort, regular expressions, big integers, garbage collection), which QuickJS's own interrupt counter does
 * not. Running out is a trap: guest code can neither catch nor outlive it.
 *
 * It also counts active calls and traps beyond a limit: how deep native recursion gets before an engine's stack is full
 * differs from engine to engine, and even from call to call.
 *
 * And it keeps the lowest value of the stack pointer, the module's first own global, so that a host knows which part of
 * the stack was in use.
 *
 * The result is a pure function of the bytes given; so is the number of ticks that a program takes.
 *
 * @param binary A module with the features of WebAssembly 2.0 except SIMD.
 * @param options.initialPages The least size that the imported memory may have from now on, in pages of 64 KiB. The
 * linker's default leaves megabytes unused, which would have to be cleared for every sandbox.
 * @param options.maxDepth Calls that may be active at once.
 * @returns The instrumented module; it exports {@link FUEL_EXPORT}, {@link DEPTH_EXPORT} and {@link STACK_LOW_EXPORT}.
 * @throws UnsupportedWasmError
 * @see https://webassembly.github.io/spec/core/binary/
 */
export function meterWasm(
  binary: Uint8Array,
  { initialPages, maxDepth }: { initialPages: number; maxDepth: number },
): Uint8Array<ArrayBuffer> {
  const reader = new Reader(binary);
  if (reader.take(8).join() !== '0,97,115,109,1,0,0,0')
    throw new UnsupportedWasmError('bad magic or version');

  const sections: { id: number; body: Uint8Array }[] = [];
  while (!reader.done) {
    const id = reader.byte();
    sections.push({ id, body: reader.take(reader.u32()) });
  }
  const body = (id: number) => sections.find((section) => section.id === id)?.body;

  const signatures = readTypes(body(SECTION.type));
  const imports = rewriteImports(body(SECTION.import), initialPages);
  const functionTypes = readIndices(body(SECTION.function));
  const [definedGlobals, globals] = splitVector(body(SECTION.global));
  const [exportCount, exports] = splitVector(body(SECTION.export));
  const fuel = imports.globals + definedGlobals;
  const depth = fuel + 1;
  const stackLow = fuel + 2;
  const stackPointer = imports.globals;

  const out = new Writer();
  out.bytes(binary.subarray(0, 8));
  for (const section of sections) {
    // Custom sections (names, producers) would only describe the code that is being changed.
    if (section.id === SECTION.custom) continue;
    out.byte(section.id);
    out.sized((to) => {
      if (section.id === SECTION.import) {
        to.bytes(imports.section);
      } else if (section.id === SECTION.global) {
        to.u32(definedGlobals + 3);
        to.bytes(globals);
        to.bytes([TYPE.i64, 1, OP.i64Const, ...I64_MAX, OP.end]);
        to.bytes([TYPE.i32, 1, OP.i32Const, 0, OP.end]);
        to.bytes([TYPE.i32, 1, OP.i32Const, MINUS_ONE, OP.end]);
      } else if (section.id === SECTION.export) {
        to.u32(exportCount + 3);
        to.bytes(exports);
        for (const [name, global] of [
          [FUEL_EXPORT, fuel],
          [DEPTH_EXPORT, depth],
          [STACK_LOW_EXPORT, stackLow],
        ] as const) {
          to.name(name);
          to.byte(IMPORT.global);
          to.u32(global);
        }
      } else if (section.id === SECTION.code) {
        const code = new Reader(section.body);
        const count = code.u32();
        to.u32(count);
        for (let index = 0; index < count; index++) {
          const type = functionTypes[index];
          const signature = type === undefined ? undefined : signatures[type];
          if (!signature) throw new UnsupportedWasmError(`function ${index} has no type`);
          const source = code.take(code.u32());
          to.sized((metered) =>
            meterFunction({ source, signature, fuel, depth, maxDepth, stackPointer, stackLow, to: metered }),
          );
        }
      } else {
        to.bytes(section.body);
      }
    });
  }
  return out.finish();
}

/** Signed LEB128 of 2 ** 63 - 1: what a start function may use before the host has set the fuel. */
const I64_MAX = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00];

/** Signed LEB128. */
const MINUS_ONE = 0x7f;

const SECTION = { custom: 0, type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;
const IMPORT = { function: 0, table: 1, memory: 2, global: 3 } as const;
const TYPE = { i32: 0x7f, i64: 0x7e, empty: 0x40 } as const;
const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  selectTyped: 0x1c,
  localGet: 0x20,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableSet: 0x26,
  memoryFirst: 0x28,
  memoryLast: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32LtU: 0x49,
  i32GeS: 0x4e,
  i64LtS: 0x53,
  numericFirst: 0x45,
  numericLast: 0xc4,
  i32Add: 0x6a,
  i32ShrU: 0x76,
  i64Sub: 0x7d,
  i64ExtendI32U: 0xad,
  refNull: 0xd0,
  refIsNull: 0xd1,
  refFunc: 0xd2,
  prefix: 0xfc,
} as const;
const BULK = { memoryInit: 8, dataDrop: 9, memoryCopy: 10, memoryFill: 11, tableFill: 17 } as const;

function meterFunction({
  source,
  signature,
  fuel,
  depth,
  maxDepth,
  stackPointer,
  stackLow,
  to,
}: {
  source: Uint8Array;
  signature: Signature;
  fuel: number;
  depth: number;
  maxDepth: number;
  stackPointer: number;
  stackLow: number;
  to: Writer;
}): void {
  const code = new Reader(source);
  const groups = code.u32();
  const localsStart = code.offset;
  let locals = signature.parameters;
  for (let group = 0; group < groups; group++) {
    locals += code.u32();
    code.byte();
  }
  if (isStraightLine(source.subarray(code.offset))) {
    to.bytes(source);
    return;
  }
  const length = locals;
  const outerDepth = locals + 1;
  const fuelLeft = locals + 2;
  to.u32(groups + 2);
  to.bytes(source.subarray(localsStart, code.offset));
  to.bytes([2, TYPE.i32, 1, TYPE.i64]);

  const setFuelOrTrap = () => {
    to.byte(OP.i64Sub);
    to.byte(OP.localTee);
    to.u32(fuelLeft);
    to.byte(OP.globalSet);
    to.u32(fuel);
    to.byte(OP.localGet);
    to.u32(fuelLeft);
    to.bytes([OP.i64Const, 0, OP.i64LtS, OP.if, TYPE.empty, OP.unreachable, OP.end]);
  };
  const chargeOne = () => {
    to.byte(OP.globalGet);
    to.u32(fuel);
    to.bytes([OP.i64Const, 1]);
    setFuelOrTrap();
  };
  const chargeLengthOnStack = () => {
    to.byte(OP.localTee);
    to.u32(length);
    to.byte(OP.globalGet);
    to.u32(fuel);
    to.byte(OP.localGet);
    to.u32(length);
    to.bytes([OP.i32Const, BULK_BYTES_PER_TICK_LOG2, OP.i32ShrU, OP.i64ExtendI32U]);
    setFuelOrTrap();
  };
  const enterOrTrap = () => {
    to.byte(OP.globalGet);
    to.u32(depth);
    to.byte(OP.localTee);
    to.u32(outerDepth);
    to.bytes([OP.i32Const, 1, OP.i32Add, OP.globalSet]);
    to.u32(depth);
    to.byte(OP.localGet);
    to.u32(outerDepth);
    to.byte(OP.i32Const);
    to.s32(maxDepth);
    to.bytes([OP.i32GeS, OP.if, TYPE.empty, OP.unreachable, OP.end]);
  };
  const leave = () => {
    to.byte(OP.localGet);
    to.u32(outerDepth);
    to.byte(OP.globalSet);
    to.u32(depth);
  };
  const keepStackLow = () => {
    to.byte(OP.globalGet);
    to.u32(stackPointer);
    to.byte(OP.globalGet);
    to.u32(stackLow);
    to.bytes([OP.i32LtU, OP.if, TYPE.empty, OP.globalGet]);
    to.u32(stackPointer);
    to.byte(OP.globalSet);
    to.u32(stackLow);
    to.byte(OP.end);
  };

  chargeOne();
  enterOrTrap();
  // The body becomes a block, so that every way out of it leads to the end of the function: a branch out of all of its
  // blocks means the same as before, and a return becomes such a branch.
  to.bytes([OP.block, signature.result]);
  let nesting = 0;
  while (!code.done) {
    const start = code.offset;
    const opcode = code.byte();
    if (opcode === OP.return) {
      to.byte(OP.br);
      to.u32(nesting);
      continue;
    }
    if (opcode === OP.block || opcode === OP.loop || opcode === OP.if) nesting++;
    if (opcode === OP.end) nesting--;
    let bulk: number | undefined;
    let setsStackPointer = false;
    if (opcode === OP.globalSet) {
      setsStackPointer = code.u32() === stackPointer;
    } else if (opcode === OP.prefix) {
      bulk = code.u32();
      skipBulk(code, bulk);
    } else {
      skipImmediates(code, opcode);
    }
    if (bulk === BULK.memoryInit || bulk === BULK.memoryCopy || bulk === BULK.memoryFill)
      chargeLengthOnStack();
    to.bytes(source.subarray(start, code.offset));
    if (opcode === OP.loop) chargeOne();
    if (setsStackPointer) keepStackLow();
  }
  leave();
  to.byte(OP.end);
}

/** Everything by which a function can take long, nest deep or use the stack; one without is straight-line code. */
const COUNTED: ReadonlySet<number> = new Set([OP.loop, OP.call, OP.callIndirect, OP.globalSet, OP.prefix]);

function isStraightLine(body: Uint8Array): boolean {
  const code = new Reader(body);
  while (!code.done) {
    const opcode = code.byte();
    if (COUNTED.has(opcode)) return false;
    skipImmediates(code, opcode);
  }
  return true;
}

function skipImmediates(code: Reader, opcode: number): void {
  if (opcode >= OP.memoryFirst && opcode <= OP.memoryLast) {
    code.u32();
    code.u32();
  } else if (opcode >= OP.numericFirst && opcode <= OP.numericLast) {
    return;
  } else if (opcode >= OP.localGet && opcode <= OP.tableSet) {
    code.u32();
  } else {
    switch (opcode) {
      case OP.block:
      case OP.loop:
      case OP.if:
      case OP.i32Const:
      case OP.i64Const:
        return code.skipSigned();
      case OP.br:
      case OP.brIf:
      case OP.call:
      case OP.memorySize:
      case OP.memoryGrow:
      case OP.refFunc:
        return void code.u32();
      case OP.brTable:
        for (let left = code.u32(); left >= 0; left--) code.u32();
        return;
      case OP.callIndirect:
        code.u32();
        return void code.u32();
      case OP.selectTyped:
        return void code.take(code.u32());
      case OP.f32Const:
        return void code.take(4);
      case OP.f64Const:
        return void code.take(8);
      case OP.refNull:
        return void code.byte();
      case OP.unreachable:
      case 0x01: // nop
      case 0x05: // else
      case OP.end:
      case OP.return:
      case 0x1a: // drop
      case 0x1b: // select
      case OP.refIsNull:
        return;
      default:
        throw new UnsupportedWasmError(`opcode 0x${opcode.toString(16)}`);
    }
  }
}

/** Immediates of the 0xfc instructions: saturating truncations (0-7) have none. */
function skipBulk(code: Reader, operation: number): void {
  if (operation <= 7) return;
  if (operation > BULK.tableFill) throw new UnsupportedWasmError(`opcode 0xfc ${operation}`);
  code.u32();
  const takesTwo =
    operation === BULK.memoryInit || operation === BULK.memoryCopy || operation === 12 || operation === 14;
  if (takesTwo) code.u32();
}

/** A function type: how many parameters, and the block type of its results. */
type Signature = { parameters: number; result: number };

function readTypes(section: Uint8Array | undefined): Signature[] {
  if (!section) return [];
  const reader = new Reader(section);
  return Array.from({ length: reader.u32() }, () => {
    if (reader.byte() !== 0x60) throw new UnsupportedWasmError('a type that is no function');
    const parameters = reader.u32();
    reader.take(parameters);
    const [result = TYPE.empty, ...more] = reader.take(reader.u32());
    if (more.length > 0) throw new UnsupportedWasmError('a function with several results');
    return { parameters, result };
  });
}

/** The import section with the memory's least size replaced, and how many globals it imports. */
function rewriteImports(
  section: Uint8Array | undefined,
  initialPages: number,
): { section: Uint8Array; globals: number } {
  if (!section) throw new UnsupportedWasmError('no import section');
  const reader = new Reader(section);
  const to = new Writer();
  let globals = 0;
  let copied = 0;
  const count = reader.u32();
  for (let index = 0; index < count; index++) {
    reader.take(reader.u32());
    reader.take(reader.u32());
    const kind = reader.byte();
    if (kind === IMPORT.function) {
      reader.u32();
    } else if (kind === IMPORT.global) {
      globals++;
      reader.take(2);
    } else {
      if (kind === IMPORT.table) reader.byte();
      const hasMaximum = (reader.byte() & 1) === 1;
      const limits = reader.offset;
      reader.u32();
      if (kind === IMPORT.memory) {
        to.bytes(section.subarray(copied, limits));
        to.u32(initialPages);
        copied = reader.offset;
      }
      if (hasMaximum) reader.u32();
    }
  }
  to.bytes(section.subarray(copied));
  return { section: to.finish(), globals };
}

function readIndices(section: Uint8Array | undefined): number[] {
  if (!section) return [];
  const reader = new Reader(section);
  return Array.from({ length: reader.u32() }, () => reader.u32());
}

function splitVector(section: Uint8Array | undefined): [count: number, rest: Uint8Array] {
  if (!section) throw new UnsupportedWasmError('no global or no export section');
  const reader = new Reader(section);
  const count = reader.u32();
  return [count, section.subarray(reader.offset)];
}

class Reader {
  offset = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.offset >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.offset++];
    if (value === undefined) throw new UnsupportedWasmError('truncated');
    return value;
  }

  take(length: number): Uint8Array {
    if (this.offset + length > this.#bytes.length) throw new UnsupportedWasmError('truncated');
    return this.#bytes.subarray(this.offset, (this.offset += length));
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new UnsupportedWasmError('an integer that is too long');
  }

  skipSigned(): void {
    for (let length = 1; this.byte() >= 0x80; length++) {
      if (length === 10) throw new UnsupportedWasmError('an integer that is too long');
    }
  }
}

class Writer {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  byte(value: number): void {
    this.bytes([value]);
  }

  bytes(values: ArrayLike<number>): void {
    const needed = this.#length + values.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(values, this.#length);
    this.#length = needed;
  }

  u32(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  s32(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  name(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u32(bytes.length);
    this.bytes(bytes);
  }

  sized(write: (to: Writer) => void): void {
    const inner = new Writer();
    write(inner);
    this.u32(inner.#length);
    this.bytes(inner.#bytes.subarray(0, inner.#length));
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}
