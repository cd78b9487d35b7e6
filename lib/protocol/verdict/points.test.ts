import { hexToBytes } from 'viem';
import { expect, test } from 'vitest';
import { PointLengthError, decodeG1, decodeG2, encodeG1, encodeG2 } from './points.ts';

// The generator of G1, from the curve's specification.
const GENERATOR = hexToBytes(
  '0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1',
);

test('a G1 point is padded to 64 bytes a coordinate and comes back', () => {
  const point = encodeG1(GENERATOR);
  expect(point).toEqual({
    x_a: '0x0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0f',
    x_b: '0xc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb',
    y_a: '0x0000000000000000000000000000000008b3f481e3aaa0f1a09e30ed741d8ae4',
    y_b: '0xfcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1',
  });
  expect(decodeG1(point)).toEqual(GENERATOR);
});

test('a G2 point changes the order of its coordinates’ parts: the chain wants c0 first', () => {
  const bytes = Uint8Array.from({ length: 192 }, (_, index) => Math.floor(index / 48) + 1);
  const point = encodeG2(bytes);
  expect(point.x_c0_b).toBe(`0x${'02'.repeat(32)}`);
  expect(point.x_c1_b).toBe(`0x${'01'.repeat(32)}`);
  expect(point.y_c0_b).toBe(`0x${'04'.repeat(32)}`);
  expect(point.y_c1_b).toBe(`0x${'03'.repeat(32)}`);
  expect(decodeG2(point)).toEqual(bytes);
});

test('bytes that are no uncompressed point are refused', () => {
  expect(() => encodeG1(GENERATOR.subarray(0, 48))).toThrow(PointLengthError);
  expect(() => encodeG2(GENERATOR)).toThrow(PointLengthError);
});
