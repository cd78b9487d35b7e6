import { beforeAll, describe, expect, test } from 'vitest';
import { readEngineParts } from '../node/engine-parts.ts';
import { recurrentGraph } from '../testing/graphs.ts';
import {
  SMALL_ARCHITECTURE,
  SQUARE_JUDGE,
  TEST_BUDGET,
  TEST_TERMS,
  drawParameters,
  encodeArchitecture,
  encodeText,
  judge,
  smallInput,
} from '../testing/inputs.ts';
import { EvaluationCancelledError } from './cancelled-error.ts';
import { type Engine, createEngine } from './engine.ts';
import {
  type EvaluationInput,
  type EvaluationProgress,
  type EvaluationResult,
  type ModelRoundReport,
  UnusableTaskError,
  evaluate,
} from './evaluate.ts';
import { encodeModel, operation } from './onnx/write.ts';
import { writeSafetensors } from './parameters/safetensors.ts';

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

type Evaluated = Extract<EvaluationResult, { rounds: unknown }>;

async function evaluated(input: EvaluationInput): Promise<Evaluated> {
  const result = await evaluate(engine, input);
  if (result.outcome === 'Invalid') throw new Error(`invalid: ${JSON.stringify(result.reason)}`);
  return result;
}

/** What the judge with this body comes to in one round. */
async function judged(body: string, changes: Partial<EvaluationInput> = {}): Promise<ModelRoundReport> {
  const terms = { ...TEST_TERMS, rounds: 1, requiredWins: 1 };
  const { rounds } = await evaluated(smallInput({ evaluation: judge(body), terms, ...changes }));
  const [round] = rounds;
  if (!round) throw new Error('no round was run');
  return round.champion;
}

/** Scores each model by the mean of what it returns for 0, so that biases decide. */
const BIAS_JUDGE = judge('const { y } = await model.run({ x: [0] }); return y.data[0];');
const BIAS_ARCHITECTURE = { input: { shape: [1] }, layers: [{ type: 'linear', outFeatures: 1 }] };

function biasInput(
  champion: number,
  challenger: number | undefined,
  evaluation = BIAS_JUDGE,
): EvaluationInput {
  const file = (bias: number) => {
    const bytes = drawParameters(BIAS_ARCHITECTURE, { scale: 0 });
    // Names are sorted: the bias is the first of the two values at the end.
    new DataView(bytes.buffer).setFloat32(bytes.length - 8, bias, true);
    return bytes;
  };
  return smallInput({
    architecture: encodeArchitecture(BIAS_ARCHITECTURE),
    evaluation,
    championParameters: file(champion),
    ...(challenger === undefined ? {} : { challengerParameters: file(challenger) }),
  });
}

const score = (value: number) => BigInt(value * 2 ** 10) * (10n ** 18n / 2n ** 10n);

describe('outcomes', () => {
  test('a baseline is measured on the deciding rounds alone', async () => {
    expect(await evaluated(biasInput(0.25, undefined))).toMatchObject({
      outcome: 'Baseline',
      wins: 0,
      deciding: Array.from({ length: 4 }, () => ({ champion: score(0.25), challenger: 0n })),
      pricing: [],
      championDecidingSum: score(1),
      challengerDecidingSum: 0n,
      championPricingSum: 0n,
      challengerPricingSum: 0n,
    });
  });

  test('a better challenger wins the deciding rounds and is priced on further ones', async () => {
    const result = await evaluated(biasInput(0.25, 0.5));
    expect(result).toMatchObject({
      outcome: 'Improved',
      wins: 4,
      championDecidingSum: score(1),
      challengerDecidingSum: score(2),
      championPricingSum: score(1),
      challengerPricingSum: score(2),
    });
    expect(result.rounds.map(({ round, phase }) => `${round} ${phase}`)).toEqual([
      '0 deciding',
      '1 deciding',
      '2 deciding',
      '3 deciding',
      '4 pricing',
      '5 pricing',
      '6 pricing',
      '7 pricing',
    ]);
  });

  test.each([0.25, 0.125, 0.251])(
    'a challenger of %d against 0.25 is not an improvement and is not priced',
    async (bias) => {
      const result = await evaluated(biasInput(0.25, bias));
      expect(result).toMatchObject({
        outcome: 'NotImproved',
        wins: 0,
        pricing: [],
        challengerPricingSum: 0n,
      });
    },
  );

  test('luck in the deciding rounds is not paid: the pricing rounds have data of their own', async () => {
    // The score of both models is the same random number of the round.
    const { deciding, outcome } = await evaluated({
      ...biasInput(0.25, 0.5, judge('return random.uniform(1)[0];')),
    });
    expect(outcome).toBe('NotImproved');
    expect(new Set(deciding.map(({ champion }) => champion)).size).toBe(4);
    for (const { champion, challenger } of deciding) expect(challenger).toBe(champion);
  });
});

describe('invalid parameters', () => {
  test('a challenger that does not fit is Invalid, with the reason and a digest of it', async () => {
    const challengerParameters = drawParameters({ ...SMALL_ARCHITECTURE, input: { shape: [3] } });
    const result = await evaluate(engine, smallInput({ challengerParameters }));
    expect(result).toEqual({
      outcome: 'Invalid',
      reason: { type: 'wrong-shape', tensor: '0.weight', shape: [8, 3], expectedShape: [8, 1] },
      traceDigest: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    });
    const other = await evaluate(engine, smallInput({ challengerParameters: new Uint8Array(9) }));
    expect(other.traceDigest).not.toBe(result.traceDigest);
  });

  test.each<[string, Partial<EvaluationInput>, object]>([
    [
      'an architecture that is not JSON',
      { architecture: encodeText('{') },
      { type: 'unusable-architecture', problem: 'Not valid JSON at character 1: a string was expected.' },
    ],
    [
      'evaluation code with a syntax error',
      { evaluation: encodeText('export default async () => {\n  return ];\n};') },
      {
        type: 'unusable-evaluation',
        problem: "SyntaxError: unexpected token in expression: ']'\n    at evaluation.js:2:10",
      },
    ],
    [
      'evaluation code that throws while it is loaded',
      { evaluation: encodeText('throw new Error("no");\nexport default 1;') },
      { type: 'unusable-evaluation', problem: 'Error: no\n    at <anonymous> (evaluation.js:1:16)' },
    ],
    [
      'evaluation code without a function',
      { evaluation: encodeText('export default 1;') },
      { type: 'unusable-evaluation', problem: 'It has no default export that is a function.' },
    ],
    [
      'evaluation code that loads for ever',
      { evaluation: encodeText('for (;;);\nexport default () => 1;') },
      { type: 'unusable-evaluation', problem: 'Loading it exceeded the budget of ticks.' },
    ],
    [
      'evaluation code that imports',
      { evaluation: encodeText('import "node:fs";\nexport default () => 1;') },
      { type: 'unusable-evaluation', problem: "ReferenceError: could not load module 'node:fs'" },
    ],
  ])('%s makes a baseline Invalid', async (_, changes, reason) => {
    expect(await evaluate(engine, smallInput(changes))).toMatchObject({ outcome: 'Invalid', reason });
  });

  test('a task that cannot be evaluated any more is no reason against a challenger', async () => {
    const challengerParameters = drawParameters(SMALL_ARCHITECTURE);
    const broken = smallInput({ evaluation: encodeText('export default 1;'), challengerParameters });
    await expect(evaluate(engine, broken)).rejects.toThrow(UnusableTaskError);
    const lost = smallInput({ championParameters: new Uint8Array(1), challengerParameters });
    await expect(evaluate(engine, lost)).rejects.toThrow(UnusableTaskError);
  });
});

describe('what scores 0', () => {
  test.each<[string, string, string]>([
    [
      'an exception',
      'const a = 1;\nthrow new RangeError("boom");',
      'RangeError: boom\n    at evaluate (evaluation.js:3:21)',
    ],
    ['something thrown that is no error', 'throw { a: 1 };', 'Thrown: [object Object]'],
    ['a string', 'return "1";', 'TypeError: evaluate must return a number from 0 to 1, it returned string.'],
    ['nothing', '', 'TypeError: evaluate must return a number from 0 to 1, it returned undefined.'],
    [
      'a big integer',
      'return 1n;',
      'TypeError: evaluate must return a number from 0 to 1, it returned bigint.',
    ],
    [
      'an object that converts to a number',
      'return { valueOf: () => 1 };',
      'TypeError: evaluate must return a number from 0 to 1, it returned object.',
    ],
    [
      'a promise that never settles',
      'await new Promise(() => {});',
      'Error: evaluate waits for a promise that nothing will settle.',
    ],
    [
      'a wrong input',
      'await model.run({ x: { data: [1, 2], dims: [2, 2] } });',
      'TypeError: model.run: x has 2 values and dims [2, 2], expected [batch, 1]\n    at evaluate (evaluation.js:2:16)',
    ],
    [
      'a wrong input name',
      'await model.run({ z: [1] });',
      'TypeError: model.run: the model has one input, named x\n    at evaluate (evaluation.js:2:16)',
    ],
    [
      'rows that do not come out even',
      'return tensor.argMax([1, 2, 3], 2)[0];',
      'TypeError: tensor.argMax: 3 values are no whole number of rows of 2\n    at evaluate (evaluation.js:2:21)',
    ],
    [
      'metrics of different lengths',
      'return metrics.accuracy([1], [1, 2]);',
      'TypeError: metrics.accuracy: prediction and target must have the same, positive length, they have 1 and 2\n    at evaluate (evaluation.js:2:24)',
    ],
  ])('%s', async (_, body, error) => {
    expect(await judged(body)).toMatchObject({ score: 0n, error });
  });

  test.each<[string, string, keyof typeof TEST_BUDGET]>([
    ['an endless loop', 'for (;;);', 'ticks'],
    [
      'an endless loop behind try and finally',
      'for (;;) try { for (;;); } catch {} finally { continue; }',
      'ticks',
    ],
    ['an endless getter', 'const o = { get x() { for (;;); } }; return o.x;', 'ticks'],
    ['an endless comparator', '[3, 1, 2].sort(() => { for (;;); });', 'ticks'],
    [
      'an endless chain of promises',
      'const again = () => Promise.resolve().then(() => again() && 0); again(); await new Promise(() => {});',
      'ticks',
    ],
    ['a backtracking regular expression', '/^(a+)+$/.test("a".repeat(99) + "b");', 'ticks'],
    [
      'text search in one native call after another',
      'const a = "a".repeat(1e6); for (let i = 0; i < 1e5; i++) a.indexOf("ab");',
      'ticks',
    ],
    ['big integers', 'let n = 3n; for (;;) n *= n % (1n << 500000n);', 'ticks'],
    ['endless allocation', 'const kept = []; for (;;) kept.push({});', 'memoryBytes'],
    [
      'endless buffers',
      'const kept = []; for (;;) kept.push(new Uint8Array(1 << 20).fill(1));',
      'memoryBytes',
    ],
    ['native recursion', 'JSON.parse("[".repeat(1e6));', 'stackBytes'],
    ['too many model runs', 'for (;;) await model.run({ x: [1] });', 'modelRuns'],
    ['too many model runs at once, caught', 'for (;;) model.run({ x: [1] }).catch(() => {});', 'modelRuns'],
    ['too many elements', 'await model.run({ x: new Float32Array(6e6) });', 'tensorElements'],
    ['too many random numbers', 'for (;;) random.normal(1e6);', 'nativeWork'],
  ])('%s exceeds a budget, which cannot be caught', async (_, body, exceeded) => {
    const report = await judged(`try {\n${body}\n} catch {}\nreturn 1;`);
    expect(report).toMatchObject({
      score: 0n,
      exceeded,
      error: `The evaluation exceeded its budget of ${exceeded}.`,
    });
  });

  test('extreme budgets are no way around the limits', async () => {
    const budget = { ...TEST_BUDGET, ticks: 2n ** 64n - 1n, stackBytes: 0 };
    const recursion = 'const f = () => f() + 1; try { f(); } catch { return 0.5; }';
    expect(await judged(recursion, { budget })).toMatchObject({ score: score(0.5) });
    expect(await judged(recursion, { budget: { ...budget, stackBytes: 0xffff_ffff } })).toMatchObject({
      score: 0n,
      exceeded: 'stackBytes',
    });
    expect(await judged('return 1;', { budget: { ...budget, ticks: 0n } }).catch(String)).toContain(
      'invalid',
    );
  });

  test('only the failing round and model', async () => {
    const throwing = judge(
      'const { y } = await model.run({ x: [0] }); if (y.data[0] > 0.3) null.x; return 0.75;',
    );
    const { outcome, deciding } = await evaluated(biasInput(0.25, 0.5, throwing));
    expect(outcome).toBe('NotImproved');
    expect(deciding).toEqual(Array.from({ length: 4 }, () => ({ champion: score(0.75), challenger: 0n })));
  });
});

test('the classes that a network prefers', async () => {
  const body = 'return tensor.argMax([1, 5, 2, 9, 3, 4], 3).join() === "1,0" ? 0.5 : 0;';
  expect(await judged(body)).toMatchObject({ score: score(0.5), usage: { nativeWork: 6n } });
});

describe('isolation', () => {
  test('nothing is carried from one round or model to the next', async () => {
    const carrying = judge(`
      globalThis.calls = (globalThis.calls ?? 0) + 1;
      Array.prototype.calls = (Array.prototype.calls ?? 0) + 1;
      return globalThis.calls === 1 && [].calls === 1 ? 0.5 : 0;`);
    const { deciding } = await evaluated(biasInput(0, 0.5, carrying));
    for (const round of deciding) expect(round).toEqual({ champion: score(0.5), challenger: score(0.5) });
  });

  test('what the module keeps at its top level starts anew in every round', async () => {
    const evaluation = encodeText('let calls = 0;\nexport default () => ++calls / 2;');
    const { deciding } = await evaluated(smallInput({ evaluation }));
    for (const round of deciding) expect(round.champion).toBe(score(0.5));
  });

  test('an evaluation that was stopped leaves the next one unaffected', async () => {
    const before = await evaluated(smallInput());
    for (const body of ['for (;;);', 'const a = []; for (;;) a.push(a);', 'throw 1;', 'return "x";']) {
      await judged(body);
      expect(await evaluated(smallInput())).toEqual(before);
    }
  });

  test.each([
    'Math.random',
    'typeof Date === "undefined" ? undefined : Date',
    'globalThis.process',
    'globalThis.require',
    'globalThis.fetch',
    'globalThis.performance',
    'globalThis.setTimeout',
    'globalThis.console',
    'globalThis.WeakRef',
    'globalThis.FinalizationRegistry',
    'globalThis.SharedArrayBuffer',
    'globalThis.Atomics',
    'model.run.constructor.constructor("return globalThis.process")()',
    'random.uniform.constructor("return this.process")()',
  ])('%s is undefined', async (expression) => {
    expect(await judged(`return (${expression}) === undefined ? 1 : 0;`)).toMatchObject({
      score: 10n ** 18n,
    });
  });

  test.each([
    'Promise.prototype.then = () => { throw 1; };',
    'Object.defineProperty(Float32Array.prototype, "buffer", { get: () => ({}) });',
    'Object.defineProperty(Float32Array.prototype, "length", { get: () => 1e9 });',
    'Object.defineProperty(Float32Array.prototype, "byteOffset", { get: () => -8 });',
    'Float32Array.prototype.constructor = null; Object.entries = () => [["x", { length: -1 }]];',
    'globalThis.Float32Array = function () { return 1; };',
  ])('tampering with what the API uses harms nobody else: %s', async (tampering) => {
    const before = await evaluated(smallInput());
    const report = await judged(
      `${tampering}\nconst { y } = await model.run({ x: new Float32Array(4) }); return metrics.accuracy(y.data, y.data);`,
    );
    expect(report.score).toBeLessThanOrEqual(10n ** 18n);
    expect(await evaluated(smallInput())).toEqual(before);
  });
});

describe('determinism', () => {
  test('the same input gives the same result, down to the ticks', async () => {
    const input = () => smallInput({ challengerParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 9 }) });
    expect(await evaluated(input())).toEqual(await evaluated(input()));
  });

  test('every part of the input changes the trace digest', async () => {
    const results = await Promise.all(
      [
        smallInput(),
        smallInput({ seed: `0x${'5f'.repeat(32)}` }),
        smallInput({ championParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 2 }) }),
        smallInput({ challengerParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 2 }) }),
        smallInput({ evaluation: encodeText(`${SQUARE_JUDGE}\n`) }),
        smallInput({ terms: { ...TEST_TERMS, minGapBps: 101 } }),
        smallInput({ budget: { ...TEST_BUDGET, modelRuns: 99 } }),
      ].map((input) => evaluate(engine, input)),
    );
    expect(new Set(results.map(({ traceDigest }) => traceDigest)).size).toBe(results.length);
  });

  test('the budget used is reported', async () => {
    const { usage } = await judged(
      'random.uniform(30); await model.run({ x: random.normal(10) }); return 1;',
    );
    // Ten samples: 16 multiply–adds, 8 functions and 18 results each, and four operators.
    expect(usage).toMatchObject({ nativeWork: 40n + 17n + 45n + 240n, tensorElements: 20n, modelRuns: 1 });
    expect(usage.ticks).toBeGreaterThan(1_000n);
    expect(usage.ticks).toBeLessThan(100_000n);
  });
});

describe('networks', () => {
  const branched = {
    inputs: [
      { name: 'a', shape: [2] },
      { name: 'token', shape: [1], type: 'int32' },
    ],
    outputs: [
      { name: 'sum', from: 'sum_' },
      { name: 'row', from: 'row_' },
    ],
    layers: [
      { type: 'embedding', name: 'table', from: 'token', numEmbeddings: 3, embeddingDim: 2 },
      { type: 'flatten', name: 'row_' },
      { type: 'add', name: 'sum_', from: ['a', 'row_'] },
    ],
  };
  const table = writeSafetensors(
    new Map([['table.weight', { shape: [3, 2], data: Float32Array.of(0, 0, 0.25, 0.5, 0.125, 0) }]]),
  );
  const changes = { architecture: encodeArchitecture(branched), championParameters: table };

  test('several inputs and outputs go by their names, in any order', async () => {
    const body = `
      const { row, sum } = await model.run({
        token: { data: new Int32Array([1, 2]), dims: [2, 1] },
        a: [0.5, 0, 0, 0.25],
      });
      if (row.dims.join() !== '2,2' || row.data.join() !== '0.25,0.5,0.125,0') return 0;
      return sum.data.join() === '0.75,0.5,0.125,0.25' ? 1 : 0;`;
    expect(await judged(body, changes)).toMatchObject({ score: score(1) });
  });

  test.each([
    ['Int32Array.of(0, 3)', 'model.run: token has 3 at 1, expected a whole number from 0 to 2'],
    ['[0, -1]', 'model.run: token has -1 at 1, expected a whole number from 0 to 2'],
    ['[0.5, 1]', 'model.run: token has 0.5 at 0, expected a whole number from 0 to 2'],
    ['[NaN, 1]', 'model.run: token has NaN at 0, expected a whole number from 0 to 2'],
  ])('the tokens %s are an error of the judge, not of the host', async (tokens, message) => {
    const { score: scored, error } = await judged(
      `await model.run({ a: [0, 0, 0, 0], token: ${tokens} });`,
      changes,
    );
    expect(scored).toBe(0n);
    expect(error).toContain(message);
  });

  test('whole numbers are real numbers where those are expected', async () => {
    const body =
      'const { y } = await model.run({ x: Int32Array.of(3) }); const z = await model.run({ x: [3] }); return y.data[0] === z.y.data[0] ? 1 : 0;';
    expect(await judged(body)).toMatchObject({ score: score(1) });
  });

  test.each([
    ['{ a: [0, 0] }', 'model.run: the model has 2 inputs, named a, token'],
    ['{ a: [0, 0], token: [1], b: [1] }', 'model.run: the model has 2 inputs, named a, token'],
    ['{ a: [0, 0], token: [1, 1] }', 'model.run: the inputs have different numbers of samples, 1, 2'],
  ])('model.run(%s) says what is missing', async (inputs, message) => {
    const { error } = await judged(`await model.run(${inputs});`, changes);
    expect(error).toContain(message);
  });

  const wide = {
    input: { shape: [1] },
    layers: [{ type: 'linear', outFeatures: 2 ** 16 }, { type: 'relu' }, { type: 'linear', outFeatures: 1 }],
  };

  test('what a network computes is paid as native work', async () => {
    const { exceeded } = await judged('await model.run({ x: [1] });', {
      architecture: encodeArchitecture(wide),
      championParameters: drawParameters(wide),
      budget: { ...TEST_BUDGET, nativeWork: 10_000n },
    });
    expect(exceeded).toBe('nativeWork');
  });

  test('more intermediate results than a host has memory for are an error of the judge', async () => {
    const { error } = await judged('await model.run({ x: new Float32Array(2048) });', {
      architecture: encodeArchitecture(wide),
      championParameters: drawParameters(wide),
      budget: { ...TEST_BUDGET, nativeWork: 1_000_000_000n },
    });
    expect(error).toContain(
      'model.run: 2048 samples at once need more than 134217728 intermediate results; run fewer',
    );
  });

  const graphArchitecture = encodeArchitecture({ onnx: 'model.onnx' });

  test.each<[string, Partial<EvaluationInput>, string]>([
    ['is missing', {}, 'It refers to model.onnx, which is missing.'],
    [
      'uses what is not allowed',
      {
        graph: encodeModel({
          inputs: [],
          outputs: [],
          initializers: [],
          nodes: [operation('Loop', [], 'y')],
        }),
      },
      'The ONNX graph cannot be used: it has 0 inputs.',
    ],
  ])('a graph that %s makes a baseline Invalid', async (_, graph, problem) => {
    expect(await evaluate(engine, smallInput({ architecture: graphArchitecture, ...graph }))).toMatchObject({
      outcome: 'Invalid',
      reason: { type: 'unusable-architecture', problem },
    });
  });

  test('the graph is a part of the trace', async () => {
    const input = (graph: Uint8Array<ArrayBuffer>) =>
      evaluate(
        engine,
        smallInput({
          architecture: graphArchitecture,
          graph,
          championParameters: drawParameters({ onnx: 'model.onnx' }, { graph }),
          evaluation: judge('const { y } = await model.run({ x: random.uniform(6) }); return y.data[0];'),
        }),
      );
    const first = await input(recurrentGraph());
    // The same network, but for an empty description of it.
    const second = await input(Uint8Array.of(...recurrentGraph(), 0x32, 0));
    expect(first).toMatchObject({ outcome: 'Baseline' });
    expect(second).toMatchObject({ deciding: 'deciding' in first ? first.deciding : [] });
    expect(second.traceDigest).not.toBe(first.traceDigest);
  });
});

test('evaluations in one process at the same time do not disturb each other', async () => {
  const inputs = [1, 2, 3].map((seed) =>
    smallInput({ championParameters: drawParameters(SMALL_ARCHITECTURE, { seed }) }),
  );
  const alone: EvaluationResult[] = [];
  for (const input of inputs) alone.push(await evaluate(engine, input));
  expect(await Promise.all(inputs.map((input) => evaluate(engine, input)))).toEqual(alone);
});

test('progress counts the model rounds, and knows of the pricing rounds only when they are needed', async () => {
  const seen: EvaluationProgress[] = [];
  await evaluate(engine, biasInput(0.25, 0.5), { onProgress: (progress) => seen.push(progress) });
  expect(seen).toHaveLength(16);
  expect(seen[0]).toEqual({ phase: 'deciding', round: 0, model: 'champion', finished: 0, total: 8 });
  expect(seen[15]).toEqual({ phase: 'pricing', round: 7, model: 'challenger', finished: 15, total: 16 });
});

test('a cancelled evaluation ends between two model runs', async () => {
  const cancellation = new AbortController();
  const running = evaluate(engine, smallInput(), {
    signal: cancellation.signal,
    onProgress: ({ finished }) => finished === 2 && cancellation.abort(),
  });
  await expect(running).rejects.toThrow(EvaluationCancelledError);
  await expect(evaluate(engine, smallInput(), { signal: cancellation.signal })).rejects.toThrow('cancelled');
});
