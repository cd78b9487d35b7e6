import type { Hex } from 'viem';
import { type RandomSource, createRandomSource } from './random.ts';

/** Numbers are kept for the second model up to this many, 16 MiB. */
const MAX_KEPT_ELEMENTS = 2 ** 22;

type Values = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
type Call = { method: keyof RandomSource; count: number; first: number; second: number };
type Drawn = Call & { words: Int32Array<ArrayBuffer> };

/**
 * Gives both models of a round the same stream of random numbers, and computes it only once as long as both ask for the
 * same. It changes nothing but the time: a model that asks differently gets exactly what a generator of its own gives.
 *
 * @returns A function that takes a round's seed (32 bytes) and returns one that starts the round's stream from the
 * beginning. A new round ends the one before.
 */
export function createReplayedRandom(): (seed: Hex) => () => RandomSource {
  let drawn: Drawn[] = [];

  return (seed) => {
    // Written over: most rounds draw the same amounts.
    const spare = drawn.map(({ words }) => words);
    drawn = [];
    const shared = createRandomSource(seed);
    let keptElements = 0;

    const keep = (call: Call, words: Int32Array<ArrayBuffer>): void => {
      const reusable = spare[drawn.length];
      const kept = reusable?.length === words.length ? reusable : new Int32Array(words.length);
      kept.set(words);
      keptElements += words.length;
      drawn.push({ ...call, words: kept });
    };

    return () => {
      let position = 0;
      let own: RandomSource | undefined;

      const draw = (values: Values, method: Call['method'], first: number, second: number): void => {
        const call = { method, count: values.length, first, second };
        const known = drawn[position];
        if (own) {
          perform(own, call, values);
        } else if (known && isSameCall(known, call)) {
          asWords(values).set(known.words);
          position++;
        } else if (!known && keptElements + call.count <= MAX_KEPT_ELEMENTS) {
          perform(shared, call, values);
          keep(call, asWords(values));
          position++;
        } else {
          own = createRandomSource(seed);
          for (const earlier of drawn.slice(0, position)) perform(own, earlier, earlier.words.slice());
          perform(own, call, values);
        }
      };
      const floats = (target: number | Float32Array<ArrayBuffer>) =>
        typeof target === 'number' ? new Float32Array(target) : target;
      const integers = (target: number | Int32Array<ArrayBuffer>) =>
        typeof target === 'number' ? new Int32Array(target) : target;
      return {
        uniform(target, low, high) {
          const values = floats(target);
          draw(values, 'uniform', low, high);
          return values;
        },
        normal(target, mean, deviation) {
          const values = floats(target);
          draw(values, 'normal', mean, deviation);
          return values;
        },
        integers(target, low, high) {
          const values = integers(target);
          draw(values, 'integers', low, high);
          return values;
        },
        permutation(target) {
          const values = integers(target);
          draw(values, 'permutation', 0, 0);
          return values;
        },
      };
    };
  };
}

/** Repeats a call, into memory of whatever type. */
function perform(source: RandomSource, { method, first, second }: Call, values: Values): void {
  const { buffer, byteOffset, length } = values;
  if (method === 'permutation') source.permutation(asWords(values));
  else if (method === 'integers') source.integers(asWords(values), first, second);
  else source[method](new Float32Array(buffer, byteOffset, length), first, second);
}

/** The same memory as words: copied as floats, not every NaN would keep its bits. */
function asWords({ buffer, byteOffset, length }: Values): Int32Array<ArrayBuffer> {
  return new Int32Array(buffer, byteOffset, length);
}

function isSameCall(a: Call, b: Call): boolean {
  return (
    a.method === b.method &&
    a.count === b.count &&
    Object.is(a.first, b.first) &&
    Object.is(a.second, b.second)
  );
}
