import { type Hex, hexToBytes } from 'viem';
import { logarithm } from './logarithm.ts';

type Floats = Float32Array<ArrayBuffer>;
type Integers = Int32Array<ArrayBuffer>;

/**
 * Long arrays are filled in blocks. A JavaScript engine optimizes a function for its next call: one that is called once for a
 * million numbers would begin slowly every time.
 */
const BLOCK_ELEMENTS = 2 ** 12;

/**
 * Random numbers of one round, for one model. Every method takes a count, or an array to fill; arrays are filled in order,
 * and all methods consume the same stream.
 */
export type RandomSource = {
  /** `low + u · (high − low)`, u a multiple of 2⁻²⁴ in [0, 1), rounded to float32; one word each. */
  uniform(target: number | Floats, low: number, high: number): Floats;
  /** Normally distributed, by Marsaglia's polar method, rounded to float32. */
  normal(target: number | Floats, mean: number, deviation: number): Floats;
  /** Whole numbers of [low, high), each exactly as likely, by rejection. `high − low` is at most 2³². */
  integers(target: number | Integers, low: number, high: number): Integers;
  /** 0 … length − 1 in random order (Fisher–Yates, from the end). */
  permutation(target: number | Integers): Integers;
};

/**
 * The generator xoshiro128** of Blackman and Vigna, seeded with the first 16 bytes of the round's seed as four
 * big-endian words. Its core is integers only; what follows uses the IEEE operations `+ − × ÷ √` alone. So the
 * numbers are the same bits on every machine.
 *
 * @param seed 32 bytes
 * @see https://doi.org/10.1145/3460772
 */
export function createRandomSource(seed: Hex): RandomSource {
  const bytes = hexToBytes(seed);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // All zero is the one state that the generator cannot leave.
  const state = Uint32Array.from([0, 4, 8, 12], (offset) => words.getUint32(offset));
  if (state.every((word) => word === 0)) state[0] = 1;

  const next = (): number => nextWord(state);

  /** A whole number of [0, bound), bound in 1 … 2³². */
  const below = (bound: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let word = next();
    while (word >= limit) word = next();
    return word % bound;
  };

  /** A multiple of 2⁻⁵³ in [0, 1). */
  const unit = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;

  return {
    uniform(target, low, high) {
      const values = floats(target);
      const scale = (high - low) / 2 ** 24;
      for (let start = 0; start < values.length; start += BLOCK_ELEMENTS) {
        fillUniform(state, values.subarray(start, start + BLOCK_ELEMENTS), low, scale);
      }
      return values;
    },
    normal(target, mean, deviation) {
      const values = floats(target);
      const count = values.length;
      for (let index = 0; index < count; index += 2) {
        let u: number, v: number, square: number;
        do {
          u = 2 * unit() - 1;
          v = 2 * unit() - 1;
          square = u * u + v * v;
        } while (square >= 1 || square === 0);
        const factor = deviation * Math.sqrt((-2 * logarithm(square)) / square);
        values[index] = mean + u * factor;
        if (index + 1 < count) values[index + 1] = mean + v * factor;
      }
      return values;
    },
    integers(target, low, high) {
      const values = integers(target);
      for (let index = 0; index < values.length; index++) values[index] = low + below(high - low);
      return values;
    },
    permutation(target) {
      const values = integers(target);
      for (let index = 0; index < values.length; index++) values[index] = index;
      for (let last = values.length - 1; last > 0; last--) {
        const other = below(last + 1);
        const value = values[last] ?? 0;
        values[last] = values[other] ?? 0;
        values[other] = value;
      }
      return values;
    },
  };
}

function floats(target: number | Floats): Floats {
  return typeof target === 'number' ? new Float32Array(target) : target;
}

function integers(target: number | Integers): Integers {
  return typeof target === 'number' ? new Int32Array(target) : target;
}

/** The next output of xoshiro128**; moves `state` on. */
function nextWord(state: Uint32Array): number {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
  const product = Math.imul(s1, 5);
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[0] = s0 ^ t3;
  state[1] = s1 ^ t2;
  state[2] = t2 ^ (s1 << 9);
  state[3] = (t3 << 11) | (t3 >>> 21);
  return Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
}

/** {@link nextWord} for each value, with the state in registers: arrays of random numbers are what most judges start with. */
function fillUniform(state: Uint32Array, values: Floats, low: number, scale: number): void {
  let [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
  for (let index = 0; index < values.length; index++) {
    const product = Math.imul(s1, 5);
    const word = Math.imul((product << 7) | (product >>> 25), 9);
    values[index] = low + (word >>> 8) * scale;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  state.set([s0, s1, s2, s3]);
}
