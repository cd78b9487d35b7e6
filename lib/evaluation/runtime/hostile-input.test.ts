import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../node/engine-parts.ts';
import { SQUARE_JUDGE, TEST_BUDGET, TEST_TERMS, encodeText, smallInput } from '../testing/inputs.ts';
import { type Engine, createEngine } from './engine.ts';
import { type EvaluationInput, type EvaluationResult, evaluate } from './evaluate.ts';
import { createTraceHash } from './trace.ts';

let engine: Engine;
let unaffected: EvaluationResult;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
  unaffected = await evaluate(engine, smallInput());
});

const SETTINGS = { seed: 784, numRuns: 150 };
const OUTCOMES = ['Baseline', 'Invalid'];
const TERMS = { ...TEST_TERMS, rounds: 1, requiredWins: 1 };

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((values) => new Uint8Array(values));

/** Bytes of which some were overwritten. */
const mutated = (original: Uint8Array<ArrayBuffer>) =>
  fc
    .array(fc.tuple(fc.nat(original.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((changes) => {
      const copy = original.slice();
      for (const [offset, byte] of changes) copy[offset] = byte;
      return copy;
    });

const valid = smallInput({ terms: TERMS });

test.each<[string, fc.Arbitrary<Partial<EvaluationInput>>]>([
  ['evaluation code of any bytes', bytes(60).map((evaluation) => ({ evaluation }))],
  [
    'evaluation code that was changed',
    mutated(encodeText(SQUARE_JUDGE)).map((evaluation) => ({ evaluation })),
  ],
  ['an architecture that was changed', mutated(valid.architecture).map((architecture) => ({ architecture }))],
  [
    'parameters that were changed',
    mutated(valid.championParameters).map((championParameters) => ({ championParameters })),
  ],
  [
    'data of any names and bytes',
    fc
      .array(fc.record({ name: fc.string({ unit: 'binary', maxLength: 8 }), bytes: bytes(40) }), {
        maxLength: 5,
      })
      .map((data) => ({
        data,
        evaluation: encodeText(`export default ({ data }) => {
          for (const name of data.names()) {
            for (const read of [data.bytes, data.float32, data.int32, data.text, data.json]) {
              try { read(name); } catch (error) { if (!(error instanceof Error)) return 0; }
            }
          }
          return 1;
        }`),
      })),
  ],
])('%s come to an outcome, twice to the same, and leave no trace behind', async (_, changes) => {
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const input = () =>
        smallInput({ terms: TERMS, budget: { ...TEST_BUDGET, ticks: 2_000_000n }, ...changed });
      const result = await evaluate(engine, input());
      expect(OUTCOMES).toContain(result.outcome);
      expect(await evaluate(engine, input())).toEqual(result);
    }),
    SETTINGS,
  );
  expect(await evaluate(engine, smallInput())).toEqual(unaffected);
});

test('no two lists of byte strings have one trace digest', async () => {
  const digestOf = async (frames: readonly Uint8Array[]) => {
    const trace = createTraceHash('test');
    for (const frame of frames) trace.add(new Uint8Array(frame));
    return String(await trace.digest());
  };
  const lists = fc.array(fc.uint8Array({ maxLength: 4, max: 2 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(lists, lists, async (a, b) => {
      const isSame = JSON.stringify(a.map(String)) === JSON.stringify(b.map(String));
      expect((await digestOf(a)) === (await digestOf(b))).toBe(isSame);
    }),
    SETTINGS,
  );
});
