import { expect, test } from 'vitest';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { parseArchitecture } from '../architecture/schema.ts';
import { planArchitecture } from '../architecture/shapes.ts';
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

test('another type than float32 is refused', () => {
  const header = '{"0.weight":{"dtype":"F16","shape":[32,16],"data_offsets":[0,1024]}}';
  const file = new Uint8Array(8 + header.length + 1024);
  file[0] = header.length;
  file.set(new TextEncoder().encode(header), 8);
  expect(fitParameters(plan, file)).toEqual({
    fits: false,
    reason: { type: 'wrong-type', tensor: '0.weight', dtype: 'F16', expectedDtype: 'F32' },
  });
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
