import { BaseError } from '#protocol/errors/base.ts';
import { JsonSyntaxError, type JsonValue, parseStrictJson } from '../strict-json.ts';

/** Bytes of one element of each type that the format knows. */
const DTYPE_BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

export type Dtype = keyof typeof DTYPE_BYTES;

/** One tensor of a safetensors file. `bytes` is a view of the file: little-endian, row-major. */
export type TensorView = { dtype: Dtype; shape: readonly number[]; bytes: Uint8Array };

/** Tensors by name, in the order of the file's header. */
export type TensorViews = ReadonlyMap<string, TensorView>;

/** The format's own limit of the header, in bytes. */
const MAX_HEADER_BYTES = 100_000_000;

/** The data starts at a multiple of this, so that readers can map it. */
const ALIGNMENT_BYTES = 8;

export class SafetensorsError extends BaseError {
  override name = 'SafetensorsError';
  /** What is wrong, without a full stop; the same text on every machine. */
  readonly problem: string;
  constructor(problem: string) {
    super(`Not a valid safetensors file: ${problem}.`, {
      metaMessages: [
        'Write it with `safetensors.torch.save_file(model.state_dict(), path)` or `writeSafetensors`.',
      ],
      docsPath: 'evaluation.md#parameters',
    });
    this.problem = problem;
  }
}

/**
 * Reads a safetensors file and checks every rule of the format: header size, JSON without duplicate keys, types,
 * shapes, and offsets that cover the data exactly, without holes or overlaps.
 *
 * @throws SafetensorsError
 * @see https://huggingface.co/docs/safetensors/index#format
 */
export function readSafetensors(file: Uint8Array): TensorViews {
  if (file.length < 8) fail(`the file has ${file.length} bytes, less than the 8 of its header size`);
  const declared = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (declared > BigInt(MAX_HEADER_BYTES))
    fail(`the header size is ${declared}, the limit is ${MAX_HEADER_BYTES}`);
  const headerBytes = Number(declared);
  if (8 + headerBytes > file.length)
    fail(`the header size is ${headerBytes}, but ${file.length - 8} bytes follow`);

  const data = file.subarray(8 + headerBytes);
  const header = readHeader(file.subarray(8, 8 + headerBytes));
  const tensors = new Map<string, TensorView>();
  const ranges: { name: string; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      checkMetadata(value);
      continue;
    }
    const { dtype, shape, begin, end } = readEntry(name, value);
    if (end > data.length) fail(`tensor \`${name}\` ends at ${end}, the data has ${data.length} bytes`);
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
    ranges.push({ name, begin, end });
  }

  ranges.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of ranges) {
    if (begin < covered) fail(`tensor \`${name}\` overlaps the one before it`);
    if (begin > covered) fail(`${begin - covered} bytes before tensor \`${name}\` belong to no tensor`);
    covered = end;
  }
  if (covered !== data.length)
    fail(`${data.length - covered} bytes after the last tensor belong to no tensor`);
  return tensors;
}

/**
 * Writes float32 tensors as a safetensors file, the names sorted so that equal parameters are equal bytes.
 *
 * @param tensors By name; `data.length` must be the product of `shape`.
 * @throws SafetensorsError when shape and data disagree.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>,
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  const header = new Map<
    string,
    { dtype: Dtype; shape: readonly number[]; data_offsets: [number, number] }
  >();
  let offset = 0;
  for (const [name, { shape, data }] of sorted) {
    const elements = shape.reduce((product, dimension) => product * dimension, 1);
    if (elements !== data.length)
      fail(`tensor \`${name}\` has ${data.length} values, its shape asks for ${elements}`);
    header.set(name, { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] });
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(json.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const file = new Uint8Array(8 + headerBytes + offset);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(json, 8);
  let position = 8 + headerBytes;
  for (const [, { data }] of sorted) {
    for (const value of data) {
      view.setFloat32(position, value, true);
      position += 4;
    }
  }
  return file;
}

function readHeader(bytes: Uint8Array): { [name: string]: JsonValue } {
  if (bytes[0] !== 0x7b) fail('the header does not start with "{"');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) fail('the header is not UTF-8');
    throw error;
  }
  let header: JsonValue;
  try {
    header = parseStrictJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) fail(`the header is ${decapitalise(error.shortMessage)}`);
    throw error;
  }
  return asObject(header) ?? fail('the header is not a JSON object');
}

function readEntry(
  name: string,
  value: JsonValue,
): { dtype: Dtype; shape: number[]; begin: number; end: number } {
  const entry = asObject(value);
  if (!entry || Object.keys(entry).sort().join() !== 'data_offsets,dtype,shape') {
    fail(`tensor \`${name}\` must have exactly dtype, shape and data_offsets`);
  }
  const { dtype } = entry;
  if (!isDtype(dtype)) fail(`tensor \`${name}\` has an unknown dtype`);
  const shape = asNaturals(entry['shape']);
  if (!shape) fail(`the shape of tensor \`${name}\` is not a list of natural numbers`);
  const [begin, end, ...rest] = asNaturals(entry['data_offsets']) ?? [];
  if (begin === undefined || end === undefined || rest.length > 0 || begin > end) {
    fail(`the data_offsets of tensor \`${name}\` are not [begin, end] with begin <= end`);
  }
  const bytes = shape.reduce((product, dimension) => product * dimension, DTYPE_BYTES[dtype]);
  if (bytes !== end - begin) {
    const needed = Number.isSafeInteger(bytes) ? bytes : 'more than any file has';
    fail(`tensor \`${name}\` takes ${end - begin} bytes, its shape and dtype ask for ${needed}`);
  }
  return { dtype, shape, begin, end };
}

function checkMetadata(value: JsonValue): void {
  const metadata = asObject(value);
  if (!metadata || !Object.values(metadata).every((item) => typeof item === 'string')) {
    fail('__metadata__ is not a map from text to text');
  }
}

function asObject(value: JsonValue): { [key: string]: JsonValue } | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function asNaturals(value: JsonValue | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const naturals = value.filter(
    (item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0,
  );
  return naturals.length === value.length ? naturals.map(Number) : undefined;
}

function isDtype(value: JsonValue | undefined): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(DTYPE_BYTES, value);
}

function decapitalise(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

function fail(problem: string): never {
  throw new SafetensorsError(problem);
}
