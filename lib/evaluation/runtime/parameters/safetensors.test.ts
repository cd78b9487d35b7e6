import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SafetensorsError, readSafetensors, writeSafetensors } from './safetensors.ts';

const TENSORS = new Map([
  ['0.weight', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  ['0.bias', { shape: [2], data: Float32Array.of(-1, 0.5) }],
]);

/** A file with any header, over `dataBytes` bytes of data. */
function fileOf(header: unknown, dataBytes = 8): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const entry = (changes: object = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes });

test('reads back what it wrote', () => {
  const read = readSafetensors(writeSafetensors(TENSORS));
  expect([...read.keys()]).toEqual(['0.bias', '0.weight']);
  expect(read.get('0.weight')).toMatchObject({ dtype: 'F32', shape: [2, 3] });
  const bytes = new Uint8Array(read.get('0.weight')?.bytes ?? []);
  expect([...new Float32Array(bytes.buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('writes the bytes that the safetensors library writes', () => {
  const file = writeSafetensors(new Map([['a', { shape: [1], data: Float32Array.of(1) }]]));
  const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
  expect(file).toEqual(
    Uint8Array.of(56, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), 0, 0, 0x80, 0x3f),
  );
});

test('equal parameters are equal bytes, whatever the order', () => {
  expect(writeSafetensors(new Map([...TENSORS].reverse()))).toEqual(writeSafetensors(TENSORS));
});

test('reads a scalar, an empty tensor and metadata', () => {
  const header = {
    __metadata__: { format: 'pt' },
    scalar: entry({ shape: [], data_offsets: [0, 4] }),
    empty: entry({ shape: [0, 3], data_offsets: [4, 4] }),
  };
  expect([...readSafetensors(fileOf(header, 4)).keys()]).toEqual(['scalar', 'empty']);
});

test.each<[string, Uint8Array, string]>([
  [
    'a file without a header size',
    new Uint8Array(7),
    'the file has 7 bytes, less than the 8 of its header size',
  ],
  [
    'a header size beyond the file',
    Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 1),
    'the header size is 9, but 1 bytes follow',
  ],
  [
    'a gigantic header size',
    new Uint8Array(16).fill(255),
    'the header size is 18446744073709551615, the limit is 100000000',
  ],
  ['a header that starts with a space', fileOf(' {}', 0), 'the header does not start with "{"'],
  ['a header that is not UTF-8', fileOf('{}', 0).with(9, 0xff), 'the header is not UTF-8'],
  [
    'a header that is not JSON',
    fileOf('{a}', 0),
    'the header is not valid JSON at character 1: a string was expected',
  ],
  [
    'duplicate names',
    fileOf('{"a":1,"a":2}'),
    'the header is not valid JSON at character 7: duplicate key "a"',
  ],
  ['an unknown dtype', fileOf({ a: entry({ dtype: 'F31' }) }), 'tensor `a` has an unknown dtype'],
  [
    'an inherited property as dtype',
    fileOf({ a: entry({ dtype: 'toString' }) }),
    'tensor `a` has an unknown dtype',
  ],
  [
    'a further field',
    fileOf({ a: entry({ more: 1 }) }),
    'tensor `a` must have exactly dtype, shape and data_offsets',
  ],
  [
    'a negative size',
    fileOf({ a: entry({ shape: [-2] }) }),
    'the shape of tensor `a` is not a list of natural numbers',
  ],
  [
    'a fractional size',
    fileOf({ a: entry({ shape: [0.5] }) }),
    'the shape of tensor `a` is not a list of natural numbers',
  ],
  [
    'reversed offsets',
    fileOf({ a: entry({ data_offsets: [8, 0] }) }),
    'the data_offsets of tensor `a` are not [begin, end] with begin <= end',
  ],
  [
    'three offsets',
    fileOf({ a: entry({ data_offsets: [0, 8, 8] }) }),
    'the data_offsets of tensor `a` are not [begin, end] with begin <= end',
  ],
  ['offsets beyond the data', fileOf({ a: entry() }, 7), 'tensor `a` ends at 8, the data has 7 bytes'],
  [
    'a shape that needs more bytes',
    fileOf({ a: entry({ shape: [3] }) }),
    'tensor `a` takes 8 bytes, its shape and dtype ask for 12',
  ],
  [
    'a shape whose product overflows',
    fileOf({ a: entry({ shape: [2 ** 52, 2 ** 52, 2 ** 52] }) }),
    'tensor `a` takes 8 bytes, its shape and dtype ask for more than any file has',
  ],
  [
    'overlapping tensors',
    fileOf({ a: entry(), b: entry({ shape: [1], data_offsets: [4, 8] }) }),
    'tensor `b` overlaps the one before it',
  ],
  [
    'a hole',
    fileOf({ a: entry({ data_offsets: [4, 12] }) }, 12),
    '4 bytes before tensor `a` belong to no tensor',
  ],
  [
    'data after the last tensor',
    fileOf({ a: entry() }, 12),
    '4 bytes after the last tensor belong to no tensor',
  ],
  [
    'metadata that is not text',
    fileOf({ __metadata__: { a: 1 } }, 0),
    '__metadata__ is not a map from text to text',
  ],
])('refuses %s', (_, file, problem) => {
  const error = catchError(() => readSafetensors(file));
  expect(error).toBeInstanceOf(SafetensorsError);
  expect(error).toMatchObject({ problem });
});

test('a file cut short or changed in one byte is read or refused, never anything else', () => {
  const valid = writeSafetensors(TENSORS);
  fc.assert(
    fc.property(fc.nat(valid.length), fc.nat(255), fc.boolean(), (position, value, cut) => {
      const mutated = cut ? valid.slice(0, position) : valid.slice().fill(value, position, position + 1);
      const error = catchError(() => readSafetensors(mutated));
      expect(error === undefined || error instanceof SafetensorsError).toBe(true);
    }),
    { seed: 4, numRuns: 2_000 },
  );
});

test('random bytes, with and without a header that looks right, are read or refused, never anything else', () => {
  const entries = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        entries.map((header) => fileOf(header)),
      ),
      (file) => {
        const error = catchError(() => readSafetensors(file));
        expect(error === undefined || error instanceof SafetensorsError).toBe(true);
      },
    ),
    { seed: 6, numRuns: 1_000 },
  );
});

test('each field of a header, replaced by each kind of wrong value, is refused', () => {
  const wrong = [
    null,
    true,
    -1,
    0.5,
    2 ** 53,
    'F32x',
    '',
    [],
    {},
    [[]],
    [-1],
    [0.5],
    ['2'],
    [2 ** 53],
    [9, 1],
    [0, 9],
  ];
  for (const field of ['dtype', 'shape', 'data_offsets']) {
    for (const value of wrong) {
      const error = catchError(() => readSafetensors(fileOf({ a: entry({ [field]: value }) })));
      expect(error, `${field}: ${JSON.stringify(value)}`).toBeInstanceOf(SafetensorsError);
    }
    const { [field]: _, ...without } = { ...entry() } as { [key: string]: unknown };
    expect(catchError(() => readSafetensors(fileOf({ a: without })))).toBeInstanceOf(SafetensorsError);
  }
});

function catchError(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
