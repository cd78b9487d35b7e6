import { sha256 } from './trace.ts';

/** Inputs are kept for the second model up to this many bytes in all. */
const MAX_KEPT_BYTES = 2 ** 24;

type Digest = Promise<Uint8Array<ArrayBuffer>>;
type Kept = { words: Int32Array<ArrayBuffer>; digest: Digest };

/** SHA-256 of the inputs of a round's models; each `start…` begins with the first of what it contains. */
export type InputDigests = {
  startRound(): void;
  startModel(): void;
  startRun(): void;
  /** @param input The next one of the run, whole 32-bit words. */
  digestOf(input: Uint8Array<ArrayBuffer>): Digest;
};

/**
 * Hashes what both models of a round get only once, which changes nothing but the time.
 *
 * The inputs of a first run are the same for both models: their sandboxes begin in the same state, get the same random numbers,
 * and are told nothing of the model before it has answered. Later ones mostly are, and comparing takes a fraction of the time
 * that hashing takes.
 */
export function createInputDigests(): InputDigests {
  let ofFirstRun: Digest[] = [];
  let kept: Kept[] = [];
  /** Written over: most rounds have inputs of the same sizes. */
  let spare: Int32Array<ArrayBuffer>[] = [];
  let keptBytes = 0;
  let run = 0;
  /** Among the inputs of the first run, or among those of all later ones. */
  let position = 0;

  return {
    startRound() {
      spare = kept.map(({ words }) => words);
      ofFirstRun = [];
      kept = [];
      keptBytes = 0;
    },
    startModel() {
      run = 0;
    },
    startRun() {
      run++;
      if (run <= 2) position = 0;
    },
    digestOf(input) {
      const index = position++;
      if (run === 1) return (ofFirstRun[index] ??= sha256(input));
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
    },
  };
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
