import type { EvaluationInput } from '../runtime/evaluate.ts';
import type { BudgetItem } from '../runtime/sandbox/budget-meter.ts';
import {
  SMALL_ARCHITECTURE,
  TEST_BUDGET,
  TEST_TERMS,
  drawParameters,
  encodeText,
  judge,
  smallInput,
} from './inputs.ts';

/** What an attack must come to: everywhere the same, and never more than its budget. */
export type AttackEnd =
  /** The round ends with its budget of this. */
  | { exceeded: BudgetItem }
  /** The round scores 0 with an error that begins like this. */
  | { error: string }
  /** The attack had no effect: every round and model scores exactly this. */
  | { score: bigint }
  /** The task is void. */
  | { invalid: 'unusable-evaluation' | 'not-finite' | 'malformed-parameters' };

export type Attack = { name: string; input: () => EvaluationInput; end: AttackEnd };

const HARMLESS: AttackEnd = { score: 10n ** 18n };

const ATTACK_BUDGET = {
  ...TEST_BUDGET,
  ticks: 10_000_000n,
  nativeWork: 1_000_000n,
  tensorElements: 1_000_000n,
  memoryBytes: 16 * 1024 ** 2,
};

/** Two rounds with two models: what one leaves behind another one would find. */
const attackInput = (changes: Partial<EvaluationInput>): EvaluationInput =>
  smallInput({
    terms: { ...TEST_TERMS, rounds: 2, requiredWins: 2 },
    budget: ATTACK_BUDGET,
    challengerParameters: drawParameters(SMALL_ARCHITECTURE, { seed: 2 }),
    ...changes,
  });

/** One round of one model: for what takes its whole budget. */
const single = (evaluation: Uint8Array<ArrayBuffer>): EvaluationInput =>
  smallInput({ terms: { ...TEST_TERMS, rounds: 1, requiredWins: 1 }, budget: ATTACK_BUDGET, evaluation });

const body = (name: string, code: string, end: AttackEnd): Attack => ({
  name,
  // What an attack catches must not help it: an exceeded budget cannot be caught.
  input: () =>
    'exceeded' in end
      ? single(judge(`try {\n${code}\n} catch {}\nreturn 1;`))
      : attackInput({ evaluation: judge(code) }),
  end,
});

const spends = (exceeded: BudgetItem) => (name: string, code: string) => body(name, code, { exceeded });
const ticks = spends('ticks');
/** With little memory, so that it is the first to be spent. */
const memory = (name: string, code: string): Attack => {
  const { input, end } = spends('memoryBytes')(name, code);
  return {
    name,
    end,
    input: () => ({ ...input(), budget: { ...ATTACK_BUDGET, memoryBytes: 2 * 1024 ** 2 } }),
  };
};
const stack = spends('stackBytes');
const harmless = (name: string, code: string) => body(name, `${code}\nreturn 1;`, HARMLESS);
/** The expression is `undefined`, whatever way leads to it. */
const unreachable = (expression: string) =>
  body(`reaching ${expression}`, `return (${expression}) === undefined ? 1 : 0;`, HARMLESS);

/** Where a loop can hide. */
const LOOPS: readonly Attack[] = [
  ticks('a loop', 'for (;;);'),
  ticks('a loop in finally', 'for (;;) try { for (;;); } catch {} finally { continue; }'),
  ticks('a loop in a getter', 'const o = { get x() { for (;;); } }; return o.x;'),
  ticks('a loop in a setter', 'const o = { set x(v) { for (;;); } }; o.x = 1;'),
  ticks('a loop in a proxy', 'return new Proxy({}, { get() { for (;;); } }).x;'),
  ticks('a loop in a comparator', '[3, 1, 2].sort(() => { for (;;); });'),
  ticks(
    'a comparator without order over many values',
    'let i = 0; Array.from({ length: 1e5 }, () => i++).sort(() => (i = (i * 7 + 1) % 3) - 1);',
  ),
  ticks('a loop in a generator', 'function* g() { for (;;) yield; } for (const _ of g());'),
  ticks(
    'a loop in an iterator',
    'Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }, () => 0);',
  ),
  ticks('a loop in toString', '`${{ toString() { for (;;); } }}`;'),
  ticks('a loop in valueOf of an argument', 'random.uniform({ valueOf() { for (;;); } });'),
  ticks('a loop in toJSON', 'JSON.stringify({ toJSON() { for (;;); } });'),
  ticks('a loop in a replacer', '"a".replace(/a/, () => { for (;;); });'),
  ticks('a loop in then', 'await { then() { for (;;); } };'),
  ticks('a loop in eval', 'eval("for(;;);");'),
  ticks('a loop in a constructed function', 'new Function("for(;;);")();'),
  ticks(
    'a loop in a constructor’s species',
    'class A extends Array { static get [Symbol.species]() { for (;;); } } new A().map(() => 1);',
  ),
  ticks(
    'an endless chain of promises',
    'const again = () => Promise.resolve().then(() => { again(); }); again(); await new Promise(() => {});',
  ),
  ticks('an endless chain of awaits', 'for (;;) await null;'),
  ticks('an endless queue of jobs', 'for (;;) Promise.resolve().then(() => {}); '),
  ticks('a loop at the end of everything', 'Promise.resolve().then(() => { for (;;); }); return 1;'),
  ticks('a backtracking regular expression', '/^(a+)+$/.test("a".repeat(99) + "b");'),
  ticks('a backtracking regular expression with look-ahead', '/(?=(a*)*b)/.test("a".repeat(99));'),
  ticks(
    'a backtracking regular expression with a back reference',
    '/^(a*)*\\1$/.test("a".repeat(60) + "b");',
  ),
  ticks('text search, a native call at a time', 'const a = "a".repeat(1e6); for (;;) a.indexOf("ab");'),
  ticks(
    'text comparison, a native call at a time',
    'const a = "a".repeat(1e6), b = "a".repeat(1e6); for (;;) a === b;',
  ),
  ticks('text search from the end', 'const a = "a".repeat(1e6); for (;;) a.lastIndexOf("ba");'),
  ticks('splitting text', 'const a = "a,".repeat(1e4); for (;;) a.split(",");'),
  ticks('joining text', 'const a = new Array(1e4).fill("ab"); for (;;) a.join();'),
  ticks('upper case', 'const a = "a".repeat(1e5); for (;;) a.toUpperCase();'),
  ticks('normal forms', 'const a = "\\u0344".repeat(1e4); for (;;) a.normalize("NFD");'),
  ticks('sorting, a native call at a time', 'const a = new Float64Array(1e5); for (;;) a.sort();'),
  ticks('filling, a native call at a time', 'const a = new Uint8Array(4e6); for (;;) a.fill(1);'),
  ticks('copying, a native call at a time', 'const a = new Uint8Array(4e6); for (;;) a.copyWithin(1, 0);'),
  ticks(
    'searching arrays, a native call at a time',
    'const a = new Array(1e5).fill(1); for (;;) a.includes(2);',
  ),
  ticks(
    'the length of a hollow array',
    'const a = []; a.length = 4294967295; a.forEach(() => {}); a.indexOf(1); a.reverse();',
  ),
  ticks('an array-like of astronomic length', 'Array.prototype.indexOf.call({ length: 2 ** 53 }, 1);'),
  ticks('big integers', 'let n = 3n; for (;;) n *= n % (1n << 100000n);'),
  ticks('the digits of big integers', 'const n = 1n << 200000n; for (;;) n.toString();'),
  ticks('exponents of big integers', '7n ** 10000000n;'),
  ticks(
    'parsing, a native call at a time',
    'const text = "[" + "1,".repeat(1e5) + "1]"; for (;;) JSON.parse(text);',
  ),
  ticks('compiling, a native call at a time', 'const code = "1+".repeat(1e4) + "1"; for (;;) eval(code);'),
  ticks('garbage collection of cycles', 'for (;;) { const a = {}; const b = { a }; a.b = b; }'),
  ticks(
    'a map of colliding keys',
    'const m = new Map(); for (let i = 0; ; i++) { m.set(i * 4294967296, 0); m.delete((i - 9) * 4294967296); }',
  ),
  ticks('numbers as text', 'for (;;) (1e-300).toFixed(100), (1e300).toPrecision(100);'),
];

const BOMBS: readonly Attack[] = [
  memory('objects without end', 'const kept = []; for (;;) kept.push({});'),
  memory('buffers without end', 'const kept = []; for (;;) kept.push(new Uint8Array(1 << 20).fill(1));'),
  body('a text that doubles', 'let a = "ab"; for (;;) a += a;', { error: 'InternalError: ' }),
  memory('repeat', '"ab".repeat(2 ** 28);'),
  memory('padding', '"a".padEnd(2 ** 28);'),
  memory('a large array', 'new Array(2 ** 26).fill(0);'),
  memory('a large typed array', 'new Float64Array(2 ** 26);'),
  memory('a text of texts', 'let a = ["x".repeat(1e5)]; for (;;) a = [a.join("") + a.join("")];'),
  body('an array that takes itself in', 'const a = [1]; for (;;) a.push(...a);', { error: 'RangeError: ' }),
  ticks('replacement that grows', 'let a = "a"; for (;;) a = a.replaceAll("a", "aa");'),
  body('a big integer', '1n << (1n << 30n);', { error: 'RangeError: ' }),
  memory('closures without end', 'let f = () => 0; for (;;) { const g = f; f = () => g; }'),
  memory('promises without end', 'const kept = []; for (;;) kept.push(new Promise(() => {}));'),
  memory('symbols without end', 'const kept = []; for (let i = 0; ; i++) kept.push(Symbol.for("k" + i));'),
  memory('property names without end', 'const o = {}; for (let i = 0; ; i++) o["k" + i] = i;'),
  memory('JSON of a wide object', 'let a = "x".repeat(1e6); for (;;) a = JSON.stringify([a, a]);'),
  memory('random numbers that are kept', 'const kept = []; for (;;) kept.push(random.uniform(30_000));'),
  stack('a function that calls itself', 'const f = () => f() + 1; for (;;) f();'),
  stack('deeply nested JSON', 'JSON.parse("[".repeat(1e6));'),
  stack('deeply nested code', 'eval("(".repeat(1e5));'),
  stack('a deeply nested regular expression', 'new RegExp("(?:".repeat(1e5));'),
  stack('recursion in a proxy', 'const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x;'),
  spends('modelRuns')('100,000 model runs', 'for (let i = 0; i < 100_000; i++) await model.run({ x: [1] });'),
  spends('modelRuns')(
    '100,000 model runs at once, their errors caught',
    'for (let i = 0; i < 100_000; i++) model.run({ x: [1] }).catch(() => {});',
  ),
  spends('tensorElements')(
    'a model run of too many elements',
    'await model.run({ x: new Float32Array(1_000_001) });',
  ),
  spends('nativeWork')(
    'model runs that compute too much',
    'for (;;) await model.run({ x: new Float32Array(400_000) });',
  ),
  spends('nativeWork')('too many random numbers', 'for (;;) random.normal(1e5);'),
  spends('nativeWork')('a permutation that is too large', 'random.permutation(2 ** 24);'),
  spends('nativeWork')(
    'metrics without end',
    'const a = new Float32Array(1e5); for (;;) metrics.areaUnderCurve(a, a);',
  ),
  spends('nativeWork')(
    'argMax without end',
    'const a = new Float32Array(1e5); for (;;) tensor.argMax(a, 1);',
  ),
  spends('nativeWork')(
    'scaling without end',
    'const a = new Float32Array(1e5); for (;;) tensor.scale(a, 2);',
  ),
  spends('nativeWork')(
    'multiplying without end',
    'const a = new Float32Array(1e5); for (;;) tensor.multiply(a, a);',
  ),
];

const CAPTURES: readonly Attack[] = [
  ...[
    'globalThis.process',
    'globalThis.require',
    'globalThis.module',
    'globalThis.fetch',
    'globalThis.XMLHttpRequest',
    'globalThis.WebSocket',
    'globalThis.WebAssembly',
    'globalThis.Worker',
    'globalThis.importScripts',
    'globalThis.self',
    'globalThis.window',
    'globalThis.console',
    'globalThis.std',
    'globalThis.os',
    'globalThis.scriptArgs',
    'globalThis.navigator',
    'globalThis.crypto',
    'globalThis.Date',
    'globalThis.performance',
    'globalThis.setTimeout',
    'globalThis.setInterval',
    'globalThis.queueMicrotask',
    'globalThis.Intl',
    'globalThis.Temporal',
    'globalThis.Atomics',
    'globalThis.SharedArrayBuffer',
    'globalThis.WeakRef',
    'globalThis.FinalizationRegistry',
    'globalThis.gc',
    'Math.random',
    'Error.captureStackTrace?.constructor("return globalThis.process")()',
    'model.run.constructor.constructor("return globalThis.process")()',
    'random.uniform.constructor("return this.process")()',
    '(() => {}).constructor("return typeof process === \'undefined\' ? undefined : process")()',
    'random.constructor.constructor("return globalThis.fetch")()',
    'Object.getPrototypeOf(async () => {}).constructor("return 1")().process',
    'Reflect.getPrototypeOf(data).constructor.constructor("return globalThis.require")()',
    'arguments.callee',
    'globalThis.host',
    'data.__proto__.process',
  ].map((expression) =>
    expression === 'arguments.callee'
      ? body('reaching the caller', 'return arguments.callee;', { error: 'TypeError: ' })
      : unreachable(expression),
  ),
  body('importing a module of the host', 'await import("node:fs"); return 1;', {
    error: 'ReferenceError: could not load module',
  }),
  body('importing from the network', 'await import("http://127.0.0.1/x.js"); return 1;', {
    error: 'ReferenceError: could not load module',
  }),
  harmless(
    'importing itself',
    'if (Object.keys(await import("evaluation.js")).join() !== "default") return 0;',
  ),
  {
    name: 'importing statically',
    input: () => single(encodeText('import "node:net";\nexport default () => 1;')),
    end: { invalid: 'unusable-evaluation' },
  },
  harmless(
    'reading the stack of an error for paths',
    'const { stack } = new Error(); if (/\\/|\\\\|node|wasm/.test(stack)) return 0;',
  ),
  harmless(
    'asking for the time by an error',
    'if (/\\d{9}/.test(JSON.stringify(Object.getOwnPropertyNames(new Error())))) return 0;',
  ),
  harmless(
    'asking for the locale',
    'if ((1234.5).toLocaleString() !== "1234.5" || "ä".localeCompare("z") <= 0) return 0;',
  ),
];

const TAMPERING: readonly Attack[] = [
  ...[
    'Promise.prototype.then = () => { throw 1; };',
    'Promise.resolve = () => { throw 1; };',
    'Object.prototype.then = (resolve) => resolve(1);',
    'Object.defineProperty(Float32Array.prototype, "buffer", { get: () => ({}) });',
    'Object.defineProperty(Float32Array.prototype, "length", { get: () => -1 });',
    'Object.defineProperty(Float32Array.prototype, "BYTES_PER_ELEMENT", { value: 1 });',
    'Object.defineProperty(Float32Array.prototype, "byteLength", { get: () => 0 });',
    'Float32Array.prototype.slice = () => ({ buffer: new ArrayBuffer(1), length: 1e6 });',
    'Array.isArray = () => true;',
    'ArrayBuffer.isView = () => true;',
    'Object.keys = () => ["x", "y"];',
    'Object.freeze = (o) => o;',
    'JSON.parse = () => ({ input: { name: "x", shape: [], elements: 1e-9 } });',
    'globalThis.Float32Array = function () { return 1; };',
    'globalThis.Promise = undefined;',
    'Error.prepareStackTrace = () => { throw 1; };',
    'Error.prototype.toString = () => { throw 1; };',
    'Function.prototype.call = Function.prototype.apply = () => { throw 1; };',
  ].map((tampering): Attack => ({
    name: `tampering, then using the API: ${tampering}`,
    input: () =>
      attackInput({
        evaluation: judge(`
          try {
            ${tampering}
            const { y } = await model.run({ x: new Float32Array(4) });
            metrics.accuracy(y.data, y.data);
            tensor.argMax(y.data, 2);
          } catch {}
          return 1;`),
      }),
    end: HARMLESS,
  })),
  ...['1e9', '2 ** 32'].map((length) =>
    spends('tensorElements')(
      `arrays that say that their length is ${length}`,
      `const x = new Float32Array(4); Object.defineProperty(Object.getPrototypeOf(Float32Array.prototype), "length", { get: () => ${length} }); await model.run({ x });`,
    ),
  ),
  body('changing the API', 'random.uniform = () => 1; return 1;', { error: 'TypeError: ' }),
  body(
    'a buffer that is taken away',
    'const x = new Float32Array(4); const b = x.buffer; b.transfer(); await model.run({ x }); return 1;',
    { error: 'TypeError: ' },
  ),
  body(
    'a buffer that is taken away in between',
    'const x = new Float32Array(4); await model.run({ x: { data: x, get dims() { x.buffer.transfer(); return [4, 1]; } } }); return 1;',
    { error: 'TypeError: ' },
  ),
  harmless(
    'numbers as counts',
    `for (const count of [NaN, Infinity, -1, 0.5, 2 ** 53, -0.1, "x", null, [], {}, 1e300]) {
    for (const draw of [random.uniform, random.normal, random.permutation, (n) => random.integers(n, 0, 2), (n) => random.integers(2, 0, n), (n) => random.choice([1], n), (n) => tensor.argMax([1], n)]) {
      try { draw(count); } catch (error) { if (!(error instanceof TypeError)) return 0; }
    }
  }`,
  ),
  body('a symbol as a count', 'random.uniform(Symbol()); return 1;', { error: 'TypeError: ' }),
  body('a big integer as a count', 'random.uniform(1n); random.integers(1n, 0, 1); return Symbol();', {
    error: 'TypeError: ',
  }),
];

const STATE: readonly Attack[] = [
  harmless('state in globals', 'if (globalThis.calls) return 0; globalThis.calls = 1;'),
  harmless('state in prototypes', 'if ([].calls) return 0; Array.prototype.calls = 1;'),
  harmless(
    'state in the registry of symbols',
    'if (globalThis[Symbol.for("calls")]) return 0; globalThis[Symbol.for("calls")] = 1;',
  ),
  harmless(
    'state on functions of the API',
    'try { random.uniform.calls = 1; } catch {} if (Object.keys(metrics).includes("calls")) return 0;',
  ),
  harmless(
    'state in regular expressions',
    'const r = /a/g; if (RegExp.$1 || r.lastIndex) return 0; r.exec("a");',
  ),
  harmless(
    'state in memory that is not cleared',
    'const b = new Uint8Array(1 << 20); if (b.lastIndexOf(255) >= 0) return 0; b.fill(255);',
  ),
  harmless(
    'state in jobs of promises',
    'if (globalThis.late) return 0; Promise.resolve().then(() => Promise.resolve()).then(() => { globalThis.late = 1; });',
  ),
  {
    name: 'state at the top of the module',
    input: () =>
      attackInput({
        evaluation: encodeText('let calls = 0;\nexport default () => (calls++ === 0 ? 1 : 0);'),
      }),
    end: HARMLESS,
  },
  {
    name: 'telling the models apart by their order',
    input: () =>
      attackInput({
        // The same parameters twice must score the same, whatever the judge tries.
        challengerParameters: drawParameters(SMALL_ARCHITECTURE),
        evaluation: encodeText(
          'let seen = 0;\nexport default async ({ random, model }) => {\n  seen += random.uniform(1)[0] < 2 ? 1 : 0;\n  await model.run({ x: [seen] });\n  return seen;\n};',
        ),
      }),
    end: HARMLESS,
  },
];

const RETURNS: readonly Attack[] = [
  ...(
    [
      ['a text', '"1"', 'TypeError: evaluate must return a number'],
      ['a big integer', '1n', 'TypeError: evaluate must return a number'],
      ['null', 'null', 'TypeError: evaluate must return a number'],
      ['a symbol', 'Symbol()', 'TypeError: evaluate must return a number'],
      [
        'an object that becomes a number',
        '({ valueOf: () => 1 })',
        'TypeError: evaluate must return a number',
      ],
      ['a number object', 'new Number(1)', 'TypeError: evaluate must return a number'],
      ['a promise that nothing settles', 'new Promise(() => {})', 'Error: evaluate waits for a promise'],
      ['a rejected promise', 'Promise.reject(new RangeError("no"))', 'RangeError: no'],
      ['a thenable that throws', '({ then() { throw new RangeError("no"); } })', 'RangeError: no'],
      [
        'an error that cannot be described',
        '(() => { throw { toString() { throw 1; } }; })()',
        'An error that cannot be described',
      ],
      [
        'an error with hostile fields',
        '(() => { throw Object.defineProperty(new Error(), "stack", { get() { throw 1; } }); })()',
        'An error that cannot be described',
      ],
      ['an error of a megabyte', '(() => { throw new Error("x".repeat(1e6)); })()', 'Error: xxx'],
    ] as const
  ).map(([name, expression, error]) => body(`returning ${name}`, `return ${expression};`, { error })),
  body('returning NaN', 'return NaN;', { score: 0n }),
  body('returning infinity', 'return Infinity;', HARMLESS),
  body('returning less than nothing', 'return -1e308;', { score: 0n }),
  body('returning a denormal number', 'return 5e-324;', { score: 0n }),
  body('returning a thenable', 'return { then: (resolve) => resolve(0.5) };', { score: 5n * 10n ** 17n }),
  body('rejecting after returning', 'Promise.reject(new Error("late")); return 1;', HARMLESS),
];

/** Bytes of a parameters file in which one float32 is another one. */
function poisoned(bits: number): Uint8Array<ArrayBuffer> {
  const bytes = drawParameters(SMALL_ARCHITECTURE);
  new DataView(bytes.buffer).setUint32(bytes.length - 4, bits, true);
  return bytes;
}

const baselineOf = (championParameters: Uint8Array<ArrayBuffer>): EvaluationInput => ({
  ...single(
    judge('const { y } = await model.run({ x: [0, 1e38, -1e38] }); return Number.isNaN(y.data[0]) ? 0 : 1;'),
  ),
  championParameters,
});

const PARAMETERS: readonly Attack[] = [
  {
    name: 'parameters with NaN',
    input: () => baselineOf(poisoned(0x7fc00000)),
    end: { invalid: 'not-finite' },
  },
  {
    name: 'parameters with a signalling NaN',
    input: () => baselineOf(poisoned(0x7f800001)),
    end: { invalid: 'not-finite' },
  },
  {
    name: 'parameters with a negative NaN of another payload',
    input: () => baselineOf(poisoned(0xffc12345)),
    end: { invalid: 'not-finite' },
  },
  {
    name: 'parameters with infinity',
    input: () => baselineOf(poisoned(0x7f800000)),
    end: { invalid: 'not-finite' },
  },
  {
    name: 'parameters with minus infinity',
    input: () => baselineOf(poisoned(0xff800000)),
    end: { invalid: 'not-finite' },
  },
  { name: 'parameters with denormal numbers', input: () => baselineOf(poisoned(0x00000001)), end: HARMLESS },
  { name: 'parameters as large as floats are', input: () => baselineOf(poisoned(0x7f7fffff)), end: HARMLESS },
  {
    name: 'parameters of nothing',
    input: () => baselineOf(new Uint8Array()),
    end: { invalid: 'malformed-parameters' },
  },
];

const LOADING: readonly Attack[] = (
  [
    ['a loop while it is loaded', 'for (;;);\nexport default () => 1;'],
    ['memory while it is loaded', 'const a = []; for (;;) a.push({});\nexport default () => 1;'],
    ['waiting while it is loaded', 'await new Promise(() => {});\nexport default () => 1;'],
    ['an accessor as default export', 'export default { get call() { for (;;); } };'],
    ['code nested too deeply', `export default () => ${'('.repeat(50_000)}`],
    ['no code', ''],
    ['code with a NUL', 'export default () => 1;\0}'],
  ] as const
).map(([name, code]) => ({
  name,
  input: () => single(encodeText(code)),
  end: { invalid: 'unusable-evaluation' },
}));

/** Every known attack on the runtime, by evaluation code and by parameters, with what it must come to. */
export const ATTACKS: readonly Attack[] = [
  ...LOOPS,
  ...BOMBS,
  ...CAPTURES,
  ...TAMPERING,
  ...STATE,
  ...RETURNS,
  ...PARAMETERS,
  ...LOADING,
];
