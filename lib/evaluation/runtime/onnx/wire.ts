import { ArchitectureError } from '../architecture/error.ts';

/** One field of a protobuf message. */
export type WireField = { number: number } & (
  | { wire: 'varint'; value: bigint }
  | { wire: 'bytes'; value: Uint8Array }
  /** Four bytes, little-endian. */
  | { wire: 'fixed32'; value: Uint8Array }
  | { wire: 'fixed64'; value: Uint8Array }
);

const TRUNCATED = 'the file ends within a field or is no ONNX file';

/** Reads a field at a time: what a message holds is known before anything of it is copied. */
export type WireReader = {
  /** `undefined` at the end. */
  next(): WireField | undefined;
};

/** Reads the fields of a message. @see https://protobuf.dev/programming-guides/encoding/ */
export function readFields(bytes: Uint8Array): WireReader {
  let offset = 0;

  const varint = (): bigint => {
    const [value, after] = readVarint(bytes, offset);
    offset = after;
    return value;
  };
  const take = (length: bigint): Uint8Array => {
    if (length > BigInt(bytes.length - offset)) return failWire(TRUNCATED);
    const taken = bytes.subarray(offset, offset + Number(length));
    offset += taken.length;
    return taken;
  };
  return {
    next() {
      if (offset === bytes.length) return undefined;
      const key = varint();
      const number = Number(key >> 3n);
      if (number === 0 || number > 0x1fff_ffff) return failWire(TRUNCATED);
      switch (Number(key & 7n)) {
        case 0:
          return { number, wire: 'varint', value: varint() };
        case 1:
          return { number, wire: 'fixed64', value: take(8n) };
        case 2:
          return { number, wire: 'bytes', value: take(varint()) };
        case 5:
          return { number, wire: 'fixed32', value: take(4n) };
        default:
          return failWire(TRUNCATED);
      }
    },
  };
}

/** The whole numbers of a packed field. @throws ArchitectureError when there are more than `maximum`. */
export function readPackedVarints(bytes: Uint8Array, maximum: number): bigint[] {
  const values: bigint[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const [value, after] = readVarint(bytes, offset);
    if (values.length === maximum) failWire(`a list has more than ${maximum} numbers`);
    values.push(BigInt.asIntN(64, value));
    offset = after;
  }
  return values;
}

function readVarint(bytes: Uint8Array, start: number): [value: bigint, after: number] {
  let low = 0;
  // Up to four bytes without big integers: nearly all.
  for (let index = 0; index < 4; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return failWire(TRUNCATED);
    low |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return [BigInt(low), start + index + 1];
  }
  let value = BigInt(low);
  for (let index = 4; index < 10; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return failWire(TRUNCATED);
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return [BigInt.asUintN(64, value), start + index + 1];
  }
  return failWire(TRUNCATED);
}

function failWire(problem: string): never {
  throw new ArchitectureError(`The ONNX graph cannot be read: ${problem}.`);
}
