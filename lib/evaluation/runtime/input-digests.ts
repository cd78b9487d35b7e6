import { sha256 } from './trace.ts';

/** Inputs are kept for the second model up to this many bytes in all. */
const MAX_KEPT_BYTES = 2 ** 24;

type Digest = Promise<Uint8Array<ArrayBuffer>>;
type Kept = { words: Int32Array<ArrayBuffer>; digest: Digest };

/**
 * SHA-256 of the inputs of a round's models: both mostly get the same ones, and comparing takes a tenth of the time that
 * hashing takes. It changes nothing but the time.
 *
 * @returns A function that begins a round and returns one that begins a model of it; that one's result takes the model's
 * inputs in their order, whole 32-bit words each.
 */
export function createInputDigests(): () => () => (input: Uint8Array<ArrayBuffer>) => Digest {
  let kept: Kept[] = [];

  return () => {
    // Written over: most rounds have inputs of the same sizes.
    const spare = kept.map(({ words }) => words);
    kept = [];
    let keptBytes = 0;

    return () => {
      let position = 0;
      return (input) => {
        const index = position++;
        const words = new Int32Array(input.buffer, input.byteOffset, input.byteLength / 4);
        const known = kept[index];
        if (known && isEqual(known.words, words)) return known.digest;
        const digest = sha256(input);
        if (!known && index === kept.length && keptBytes + input.length <= MAX_KEPT_BYTES) {
          const reusable = spare[index];
          const copy = reusable?.length === words.length ? reusable : new Int32Array(words.length);
          copy.set(words);
          keptBytes += input.length;
          kept.push({ words: copy, digest });
        }
        return digest;
      };
    };
  };
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
