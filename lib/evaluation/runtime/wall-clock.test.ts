import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../node/engine-parts.ts';
import { TEST_BUDGET, TEST_TERMS, judge, smallInput } from '../testing/inputs.ts';
import { type Engine, createEngine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import { wallClockLimitMs } from './wall-clock.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

/** The dearest ways known to spend each part of a budget: time for what is metered. */
const WORST: readonly (readonly [name: string, body: string])[] = [
  ['memory that is copied', 'const a = new Uint8Array(1 << 24); for (;;) a.copyWithin(1, 0);'],
  [
    'memory that is walked at random',
    'const a = new Int32Array(1 << 22); for (let i = 1; ; i = (i * 1103515245 + 12345) & 4194303) a[i]++;',
  ],
  ['divisions of big integers', 'const n = 3n ** 20000n, m = 7n ** 6000n; for (;;) n % m;'],
  ['regular expressions', 'const r = /(x+x+)+y/; for (;;) r.test("xxxxxxxxxxxxxxxxxxxxxxxx");'],
  ['garbage', 'for (;;) { const a = {}; a.a = a; }'],
  ['transcendental functions', 'let x = 1; for (;;) x = Math.sin(Math.pow(x, 1.1)) + Math.exp(x);'],
  ['sorting', 'for (;;) random.permutation(1000).sort();'],
  ['normally distributed numbers', 'for (;;) random.normal(1e5);'],
  ['the area under the curve', 'const a = random.normal(1e5); for (;;) metrics.areaUnderCurve(a, a);'],
  ['the log loss', 'const a = random.uniform(1e5); for (;;) metrics.logLossScore(a, a);'],
  ['rows of data', 'const rows = random.integers(1e5, 0, 1000); for (;;) data.rows("x", 1, rows);'],
  ['small model runs', 'for (;;) await model.run({ x: [1] });'],
  ['large model runs', 'for (;;) await model.run({ x: new Float32Array(5e5) });'],
];

/** What this thread computed, in milliseconds: other programs do not count. */
const computedMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

test.each(WORST)(
  '%s: a whole budget of it is spent within a tenth of the wall-clock limit',
  async (_, body) => {
    const input = smallInput({
      evaluation: judge(body),
      data: [{ name: 'x', bytes: new Uint8Array(1_000) }],
      terms: { ...TEST_TERMS, rounds: 1, requiredWins: 1 },
      budget: { ...TEST_BUDGET, modelRuns: 10_000 },
    });
    const before = computedMs();
    const result = await evaluate(engine, input);
    const spentMs = computedMs() - before;
    if (result.outcome === 'Invalid') throw new Error(JSON.stringify(result.reason));
    expect(result.rounds[0]?.champion.exceeded).toBeDefined();
    expect(spentMs).toBeLessThan((wallClockLimitMs(input) - STARTUP_MS) / 10);
  },
);

/** The part of the limit that is for starting a process. */
const STARTUP_MS = 30_000;
