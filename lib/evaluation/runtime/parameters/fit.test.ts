import { expect, test } from 'vitest';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { parseArchitecture } from '../architecture/schema.ts';
import { planArchitecture } from '../architecture/plan-architecture.ts';
import { fitParameters } from './fit.ts';
import { writeSafetensors } from './safetensors.ts';
import { encodeArchitecture } from '../../testing/inputs.ts';

const plan = planArchitecture(
  parseArchitecture(
    encodeArchitecture({
      input: { shape: [16] },
      layers: [
        { type: 'linear', outFeatures: 32 },
        { type: 'relu' },
        { type: 'linear', outFeatures: 1, bias: false },
      ],
    }),
  ),
);

const tensors = () =>
  new Map([
    ['0.weight', { shape: [32, 16], data: new Float32Array(512) }],
    ['0.bias', { shape: [32], data: new Float32Array(32) }],
    ['2.weight', { shape: [1, 32], data: new Float32Array(32) }],
  ]);

function reasonFor(change: (changed: ReturnType<typeof tensors>) => void): string | undefined {
  const changed = tensors();
  change(changed);
  const fit = fitParameters(plan, writeSafetensors(changed));
  return fit.fits ? undefined : describeInvalidReason(fit.reason);
}

test('parameters with exactly the names and shapes of the architecture fit', () => {
  expect(reasonFor(() => undefined)).toBeUndefined();
});

test('a wrong shape is named with the expected one', () => {
  expect(
    reasonFor((changed) => changed.set('0.weight', { shape: [16, 32], data: new Float32Array(512) })),
  ).toBe('Tensor `0.weight` has shape [16, 32], expected [32, 16].');
});

test('a missing tensor is named', () => {
  expect(reasonFor((changed) => changed.delete('2.weight'))).toBe(
    'Tensor `2.weight` of shape [1, 32] is missing.',
  );
});

test('a tensor too many is named', () => {
  expect(reasonFor((changed) => changed.set('2.bias', { shape: [1], data: new Float32Array(1) }))).toBe(
    'Tensor `2.bias` is not part of the architecture.',
  );
});

test.each([NaN, Infinity, -Infinity])('%d is refused with its place', (value) => {
  expect(reasonFor((changed) => changed.get('0.bias')?.data.fill(value, 7, 8))).toBe(
    `Tensor \`0.bias\` contains ${value} at element 7; parameters must be finite.`,
  );
});

test('denormal numbers and negative zero are finite', () => {
  expect(reasonFor((changed) => changed.get('0.bias')?.data.fill(1e-45).fill(-0, 0, 4))).toBeUndefined();
});

/** A file of tensors that are all zero, of any types. */
function fileOf(entries: { [name: string]: { dtype: string; shape: number[]; bytes: number } }): Uint8Array {
  let offset = 0;
  const header = JSON.stringify(
    Object.fromEntries(
      Object.entries(entries).map(([name, { dtype, shape, bytes }]) => {
        offset += bytes;
        return [name, { dtype, shape, data_offsets: [offset - bytes, offset] }];
      }),
    ),
  );
  const file = new Uint8Array(8 + header.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(new TextEncoder().encode(header), 8);
  return file;
}

const zeros = (dtype: string, elementBytes: number) => ({
  '0.weight': { dtype, shape: [32, 16], bytes: 512 * elementBytes },
  '0.bias': { dtype, shape: [32], bytes: 32 * elementBytes },
  '2.weight': { dtype, shape: [1, 32], bytes: 32 * elementBytes },
});

test.each([
  ['F16', 0x3e00, 0x3fc00000],
  ['F16', 0x8001, 0xb3800000],
  ['BF16', 0x3fc0, 0x3fc00000],
  ['BF16', 0x8001, 0x80010000],
])('%s is widened exactly: %i becomes %i', (dtype, narrow, wide) => {
  const file = fileOf(zeros(dtype, 2));
  const view = new DataView(file.buffer);
  view.setUint16(file.length - 64, narrow, true);
  const fit = fitParameters(plan, file);
  if (!fit.fits) throw new Error(describeInvalidReason(fit.reason));
  const bytes = fit.parameters.get('2.weight') ?? new Uint8Array();
  expect(bytes.length).toBe(128);
  expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)).toBe(wide);
});

test('numbers of 16 bits must be finite too', () => {
  const file = fileOf(zeros('F16', 2));
  new DataView(file.buffer).setUint16(file.length - 62, 0xfc00, true);
  expect(fitParameters(plan, file)).toEqual({
    fits: false,
    reason: { type: 'not-finite', tensor: '2.weight', index: 1, value: '-Infinity' },
  });
});

test.each(['F64', 'I32', 'U8', 'BOOL'])('%s, which does not widen to float32, is refused', (dtype) => {
  const elementBytes = { F64: 8, I32: 4, U8: 1, BOOL: 1 }[dtype] ?? 1;
  expect(fitParameters(plan, fileOf(zeros(dtype, elementBytes)))).toEqual({
    fits: false,
    reason: { type: 'wrong-type', tensor: '0.weight', dtype, expectedDtype: 'F32' },
  });
});

const normPlan = planArchitecture(
  parseArchitecture(encodeArchitecture({ input: { shape: [2] }, layers: [{ type: 'batchNorm1d' }] })),
);
const statistics = Object.fromEntries(
  ['weight', 'bias', 'running_mean', 'running_var'].map((name) => [
    `0.${name}`,
    { dtype: 'F32', shape: [2], bytes: 8 },
  ]),
);

test('the counter that PyTorch saves beside running statistics is accepted and ignored', () => {
  const counter = { '0.num_batches_tracked': { dtype: 'I64', shape: [], bytes: 8 } };
  const fit = fitParameters(normPlan, fileOf({ ...statistics, ...counter }));
  if (!fit.fits) throw new Error(describeInvalidReason(fit.reason));
  expect([...fit.parameters.keys()]).toEqual(['0.weight', '0.bias', '0.running_mean', '0.running_var']);
  expect(fitParameters(normPlan, fileOf(statistics)).fits).toBe(true);
});

test.each([
  [{ dtype: 'F32', shape: [], bytes: 4 }, 'Tensor `0.num_batches_tracked` has type F32, expected I64.'],
  [{ dtype: 'I64', shape: [2], bytes: 16 }, 'Tensor `0.num_batches_tracked` has shape [2], expected [].'],
])('a counter that is none is refused: %o', (counter, reason) => {
  const fit = fitParameters(normPlan, fileOf({ ...statistics, '0.num_batches_tracked': counter }));
  expect(fit.fits ? undefined : describeInvalidReason(fit.reason)).toBe(reason);
});

test('bytes that are no safetensors file are refused with what is wrong', () => {
  expect(fitParameters(plan, new Uint8Array(3))).toEqual({
    fits: false,
    reason: {
      type: 'malformed-parameters',
      problem: 'the file has 3 bytes, less than the 8 of its header size',
    },
  });
});
