import { expect, test } from 'vitest';
import { widenBfloat16, widenFloat16 } from './widen.ts';

const ALL = Uint8Array.from({ length: 2 * 65_536 }, (_, index) => {
  const bits = index >> 1;
  return index % 2 === 0 ? bits & 0xff : bits >> 8;
});

const floatsOf = (bytes: Uint8Array<ArrayBuffer>) => new Float32Array(bytes.buffer);

/** The definition of IEEE 754, in numbers instead of bits. */
function valueOf(
  bits: number,
  { exponentBits, mantissaBits }: { exponentBits: number; mantissaBits: number },
) {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> mantissaBits) & (2 ** exponentBits - 1);
  const fraction = (bits & (2 ** mantissaBits - 1)) / 2 ** mantissaBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

test('every float16 becomes the float32 of the same value, subnormals included', () => {
  const widened = floatsOf(widenFloat16(ALL));
  const wrong = [...widened].flatMap((value, bits) =>
    Object.is(value, valueOf(bits, { exponentBits: 5, mantissaBits: 10 })) ? [] : [bits],
  );
  expect(wrong).toEqual([]);
});

test('every bfloat16 becomes the float32 of the same value, subnormals included', () => {
  const widened = floatsOf(widenBfloat16(ALL));
  const wrong = [...widened].flatMap((value, bits) =>
    Object.is(value, valueOf(bits, { exponentBits: 8, mantissaBits: 7 })) ? [] : [bits],
  );
  expect(wrong).toEqual([]);
});

test('a view into a larger file is widened from where it begins', () => {
  const file = Uint8Array.of(9, 9, 9, 0x00, 0x3c, 0x00, 0xc0);
  expect([...floatsOf(widenFloat16(file.subarray(3)))]).toEqual([1, -2]);
});
