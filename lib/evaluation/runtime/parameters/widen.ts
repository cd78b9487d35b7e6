/**
 * Floats of 16 bits as float32: every such number is one, so that nothing is rounded. Bits are moved instead of numbers
 * computed, so that the result is the same everywhere, NaN included.
 */

/** IEEE binary16 (sign, 5 bits of exponent, 10 of mantissa), little-endian. */
export function widenFloat16(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return widen(bytes, float16ToFloat32Bits);
}

/** The upper half of a float32 (sign, 8 bits of exponent, 7 of mantissa), little-endian. */
export function widenBfloat16(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return widen(bytes, (bits) => bits << 16);
}

function widen(bytes: Uint8Array, toFloat32Bits: (bits: number) => number): Uint8Array<ArrayBuffer> {
  const narrow = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const widened = new Uint8Array(2 * bytes.byteLength);
  const wide = new DataView(widened.buffer);
  for (let offset = 0; offset + 2 <= bytes.byteLength; offset += 2) {
    wide.setInt32(2 * offset, toFloat32Bits(narrow.getUint16(offset, true)), true);
  }
  return widened;
}

function float16ToFloat32Bits(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  // Infinity and NaN keep the exponent of all ones.
  if (exponent === 0x1f) return sign | 0x7f800000 | (mantissa << 13);
  if (exponent !== 0) return sign | ((exponent - 15 + 127) << 23) | (mantissa << 13);
  if (mantissa === 0) return sign;
  // A subnormal is mantissa · 2⁻²⁴; float32 has it as a normal number, whose leading one is not written.
  const leading = 31 - Math.clz32(mantissa);
  return sign | ((leading - 24 + 127) << 23) | ((mantissa << (23 - leading)) & 0x7fffff);
}
