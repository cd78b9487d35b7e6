import { type Hex, bytesToHex, hexToBytes } from 'viem';
import { BaseError } from '../errors/base.ts';

/** A point of BLS12-381's G1 in EIP-2537's encoding: each coordinate 64 bytes in two words, big endian. */
export type G1Point = { x_a: Hex; x_b: Hex; y_a: Hex; y_b: Hex };

/** A point of BLS12-381's G2 in EIP-2537's encoding: c0 before c1, each coordinate 64 bytes in two words. */
export type G2Point = {
  x_c0_a: Hex;
  x_c0_b: Hex;
  x_c1_a: Hex;
  x_c1_b: Hex;
  y_c0_a: Hex;
  y_c0_b: Hex;
  y_c1_a: Hex;
  y_c1_b: Hex;
};

const COORDINATE_BYTES = 48;

/** The ABI type of solady's `BLS.G1Point`. */
export const G1_ABI_PARAMETER = {
  type: 'tuple',
  name: 'key',
  components: [
    { name: 'x_a', type: 'bytes32' },
    { name: 'x_b', type: 'bytes32' },
    { name: 'y_a', type: 'bytes32' },
    { name: 'y_b', type: 'bytes32' },
  ],
} as const;

/** The bytes are not an uncompressed point. */
export class PointLengthError extends BaseError {
  override name = 'PointLengthError';
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`A point of ${actual} bytes was given where an uncompressed one of ${expected} bytes is needed.`, {
      metaMessages: ['Serialise keys and signatures uncompressed before encoding them for the chain.'],
    });
  }
}

/** A G1 point (a public key) from its 96-byte uncompressed serialisation `x ‖ y`. @throws {PointLengthError} */
export function encodeG1(uncompressed: Uint8Array): G1Point {
  const [x, y] = coordinates(uncompressed, 2);
  const [x_a, x_b] = words(x);
  const [y_a, y_b] = words(y);
  return { x_a, x_b, y_a, y_b };
}

/**
 * A G2 point (a signature) from its 192-byte uncompressed serialisation, which puts c1 first:
 * `x.c1 ‖ x.c0 ‖ y.c1 ‖ y.c0`. @throws {PointLengthError}
 */
export function encodeG2(uncompressed: Uint8Array): G2Point {
  const [xc1, xc0, yc1, yc0] = coordinates(uncompressed, 4);
  const [x_c0_a, x_c0_b] = words(xc0);
  const [x_c1_a, x_c1_b] = words(xc1);
  const [y_c0_a, y_c0_b] = words(yc0);
  const [y_c1_a, y_c1_b] = words(yc1);
  return { x_c0_a, x_c0_b, x_c1_a, x_c1_b, y_c0_a, y_c0_b, y_c1_a, y_c1_b };
}

/** The 96-byte uncompressed serialisation of a G1 point. */
export function decodeG1(point: G1Point): Uint8Array {
  return joined([
    [point.x_a, point.x_b],
    [point.y_a, point.y_b],
  ]);
}

/** The 192-byte uncompressed serialisation of a G2 point. */
export function decodeG2(point: G2Point): Uint8Array {
  return joined([
    [point.x_c1_a, point.x_c1_b],
    [point.x_c0_a, point.x_c0_b],
    [point.y_c1_a, point.y_c1_b],
    [point.y_c0_a, point.y_c0_b],
  ]);
}

function coordinates(bytes: Uint8Array, count: 2): [Uint8Array, Uint8Array];
function coordinates(bytes: Uint8Array, count: 4): [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
function coordinates(bytes: Uint8Array, count: number): Uint8Array[] {
  const expected = count * COORDINATE_BYTES;
  if (bytes.length !== expected) throw new PointLengthError({ expected, actual: bytes.length });
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * COORDINATE_BYTES, (index + 1) * COORDINATE_BYTES),
  );
}

function words(coordinate: Uint8Array): [Hex, Hex] {
  const padded = new Uint8Array(64);
  padded.set(coordinate, 64 - COORDINATE_BYTES);
  return [bytesToHex(padded.subarray(0, 32)), bytesToHex(padded.subarray(32))];
}

function joined(coordinatesAsWords: readonly (readonly [Hex, Hex])[]): Uint8Array {
  const bytes = new Uint8Array(coordinatesAsWords.length * COORDINATE_BYTES);
  coordinatesAsWords.forEach(([high, low], index) => {
    const padded = new Uint8Array(64);
    padded.set(hexToBytes(high, { size: 32 }), 0);
    padded.set(hexToBytes(low, { size: 32 }), 32);
    bytes.set(padded.subarray(64 - COORDINATE_BYTES), index * COORDINATE_BYTES);
  });
  return bytes;
}
