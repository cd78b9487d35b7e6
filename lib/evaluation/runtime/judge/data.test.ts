import { beforeAll, describe, expect, test } from 'vitest';
import type { DataFile } from '#protocol/task/evaluation-content.ts';
import { readEngineParts } from '../../node/engine-parts.ts';
import { TEST_BUDGET, TEST_TERMS, encodeText, judge, smallInput } from '../../testing/inputs.ts';
import { type Engine, createEngine } from '../engine.ts';
import { type ModelRoundReport, evaluate } from '../evaluate.ts';
import { DATA_LIMITS } from './data-files.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const FILES: readonly DataFile[] = [
  { name: 'nested/deep/x.bin', bytes: floats(0.5, 0.25, 0.125, 1, 2, 3) },
  { name: 'labels.bin', bytes: Uint8Array.of(7, 8, 9) },
  { name: 'notes.txt', bytes: encodeText('Übung') },
  { name: 'table.json', bytes: encodeText('{"half": 0.5}') },
  { name: 'latin1.txt', bytes: Uint8Array.of(0xdc) },
  { name: 'nul.txt', bytes: Uint8Array.of(65, 0, 66) },
];
const ONE_ROUND = { ...TEST_TERMS, rounds: 1, requiredWins: 1 };

async function reported(
  body: string,
  { files = FILES, budget = TEST_BUDGET }: { files?: readonly DataFile[]; budget?: typeof TEST_BUDGET } = {},
): Promise<ModelRoundReport> {
  const input = smallInput({ evaluation: judge(body), data: files, terms: ONE_ROUND, budget });
  const result = await evaluate(engine, input);
  if (result.outcome === 'Invalid' || !result.rounds[0]) throw new Error(JSON.stringify(result));
  return result.rounds[0].champion;
}

const FULL = 10n ** 18n;

describe('evaluation code reads its data', () => {
  test.each([
    [
      'the names, sorted',
      'data.names().join() === "labels.bin,latin1.txt,nested/deep/x.bin,notes.txt,nul.txt,table.json"',
    ],
    [
      'bytes',
      'data.bytes("labels.bin") instanceof Uint8Array && data.bytes("labels.bin").join() === "7,8,9"',
    ],
    [
      'a part of the bytes',
      'data.bytes("labels.bin", 1, 2).join() === "8" && data.bytes("labels.bin", 3).length === 0',
    ],
    ['float32', 'data.float32("nested/deep/x.bin").join() === "0.5,0.25,0.125,1,2,3"'],
    ['a part as float32', 'data.float32("nested/deep/x.bin", 1, 3).join() === "0.25,0.125"'],
    ['int32', 'data.int32("nested/deep/x.bin", 0, 1)[0] === 0x3f000000'],
    ['rows of bytes', 'data.rows("labels.bin", 1, [2, 0, 2]).join() === "9,7,9"'],
    [
      'rows of float32',
      'data.float32Rows("nested/deep/x.bin", 2, new Int32Array([2, 0])).join() === "2,3,0.5,0.25"',
    ],
    ['text', 'data.text("notes.txt") === "Übung"'],
    ['JSON', 'data.json("table.json").half === 0.5'],
  ])('%s', async (_, condition) => {
    expect(await reported(`return (${condition}) ? 1 : 0;`)).toMatchObject({ score: FULL });
  });

  test.each([
    ['a file that is not there', 'data.bytes("x.bin")', 'data: there is no file named "x.bin"'],
    [
      'a path out of the folder',
      'data.bytes("../evaluation.js")',
      'data: there is no file named "../evaluation.js"',
    ],
    ['an absolute path', 'data.text("/etc/passwd")', 'data: there is no file named "/etc/passwd"'],
    [
      'another spelling of a path',
      'data.bytes("./labels.bin")',
      'data: there is no file named "./labels.bin"',
    ],
    [
      'a name of an object’s prototype',
      'data.bytes("__proto__")',
      'data: there is no file named "__proto__"',
    ],
    [
      'bytes that are no numbers',
      'data.float32("labels.bin")',
      'data: labels.bin has 3 bytes, no whole number of 32-bit numbers',
    ],
    [
      'a part beyond the end',
      'data.bytes("labels.bin", 2, 4)',
      'data: labels.bin has 3 elements, 2 to 4 is no part of them',
    ],
    [
      'a part that is none',
      'data.bytes("labels.bin", NaN)',
      'data: labels.bin has 3 elements, NaN to 3 is no part of them',
    ],
    [
      'a row beyond the end',
      'data.rows("labels.bin", 1, [3])',
      'data: labels.bin has 3 rows, there is no row 3',
    ],
    [
      'rows that do not come out even',
      'data.rows("labels.bin", 2, [0])',
      'data: labels.bin has 3 bytes, no whole number of rows of 2',
    ],
    ['text that is none', 'data.text("latin1.txt")', 'data: latin1.txt is not UTF-8'],
    ['text with a NUL', 'data.text("nul.txt")', 'data: nul.txt is not text, it has a NUL in it'],
  ])('%s is an error that names it', async (_, expression, message) => {
    expect(await reported(`return ${expression}.length;`)).toMatchObject({
      score: 0n,
      error: `TypeError: ${message}\n    at evaluate (evaluation.js:2:${expression.indexOf('(') + 8})`,
    });
  });

  test('a copy: what is written to it is gone in the next round, and for the other model', async () => {
    const evaluation = judge(
      'const b = data.bytes("labels.bin"); const score = b[0] === 7 ? 1 : 0; b.fill(0); return score;',
    );
    const input = smallInput({
      evaluation,
      data: FILES,
      challengerParameters: smallInput().championParameters,
    });
    const result = await evaluate(engine, input);
    if (result.outcome === 'Invalid') throw new Error('invalid');
    for (const round of result.deciding) expect(round).toEqual({ champion: FULL, challenger: FULL });
  });

  test('four bytes read count as one element, rows once more each', async () => {
    expect((await reported('data.bytes("labels.bin"); return 1;')).usage.nativeWork).toBe(1n);
    expect((await reported('data.float32("nested/deep/x.bin"); return 1;')).usage.nativeWork).toBe(6n);
    expect(
      (await reported('data.float32Rows("nested/deep/x.bin", 3, [0, 1, 0]); return 1;')).usage.nativeWork,
    ).toBe(12n);
    expect((await reported('data.names(); return 1;')).usage.nativeWork).toBe(6n);
  });

  test.each([
    'data.bytes("labels.bin")',
    'data.rows("labels.bin", 1, [0])',
    'data.text("notes.txt")',
    'data.names()',
  ])('reading without end exceeds the budget: %s', async (expression) => {
    const budget = { ...TEST_BUDGET, nativeWork: 1_000n };
    expect(await reported(`for (;;) ${expression};`, { budget })).toMatchObject({ exceeded: 'nativeWork' });
  });

  test('what does not fit into the memory exceeds the budget', async () => {
    const files = [{ name: 'large.bin', bytes: new Uint8Array(16 * 1024 ** 2) }];
    const budget = { ...TEST_BUDGET, memoryBytes: 8 * 1024 ** 2 };
    expect(await reported('return data.bytes("large.bin").length;', { files, budget })).toMatchObject({
      exceeded: 'memoryBytes',
    });
    expect(
      await reported('return data.bytes("large.bin", 0, 4).length / 4;', { files, budget }),
    ).toMatchObject({
      score: FULL,
    });
  });
});

describe('data is part of what is judged', () => {
  const digestOf = async (data: readonly DataFile[]) =>
    (await evaluate(engine, smallInput({ data, terms: ONE_ROUND }))).traceDigest;

  test('names and bytes change the trace digest, the order of the files does not', async () => {
    const a = { name: 'a', bytes: Uint8Array.of(1) };
    const b = { name: 'b', bytes: Uint8Array.of(2) };
    const digests = await Promise.all(
      [
        [],
        [a],
        [b],
        [a, b],
        [{ ...a, name: 'b' }],
        [{ ...a, bytes: new Uint8Array(1) }],
        [{ ...a, bytes: new Uint8Array(1 << 16) }],
      ].map(digestOf),
    );
    expect(new Set(digests).size).toBe(digests.length);
    expect(await digestOf([b, a])).toBe(await digestOf([a, b]));
    expect(await digestOf([])).toBe((await evaluate(engine, smallInput({ terms: ONE_ROUND }))).traceDigest);
  });

  test.each<[string, readonly DataFile[], string]>([
    [
      'too many files',
      Array.from({ length: DATA_LIMITS.files + 1 }, (_, index) => ({
        name: `${index}`,
        bytes: new Uint8Array(),
      })),
      'data/ has 1025 files, at most 1024 can be used.',
    ],
    [
      'too many bytes',
      [{ name: 'a', bytes: new Uint8Array(DATA_LIMITS.bytes + 1) }],
      'data/ has 134217729 bytes, at most 134217728 can be used.',
    ],
    [
      'one name twice',
      [
        { name: 'a', bytes: new Uint8Array() },
        { name: 'a', bytes: new Uint8Array(1) },
      ],
      'data/ has a file whose name cannot be used: "a".',
    ],
    [
      'a control character',
      [{ name: 'a\0', bytes: new Uint8Array() }],
      'data/ has a file whose name cannot be used: "a\\u0000".',
    ],
    [
      'half a character',
      [{ name: '\ud800', bytes: new Uint8Array() }],
      'data/ has a file whose name cannot be used: "\\ud800".',
    ],
  ])('%s make a baseline Invalid', async (_, data, problem) => {
    expect(await evaluate(engine, smallInput({ data }))).toMatchObject({
      outcome: 'Invalid',
      reason: { type: 'unusable-evaluation', problem },
    });
  });
});

test('values are scaled in double precision and rounded once', async () => {
  const body = `
    const pixels = tensor.scale(new Uint8Array([0, 51, 255]), 1 / 255);
    const shifted = tensor.scale([1, 2], 2, -1);
    return pixels instanceof Float32Array && pixels.join() === [0, Math.fround(0.2), 1].join()
      && shifted.join() === "1,3" ? 1 : 0;`;
  expect(await reported(body)).toMatchObject({ score: FULL, usage: { nativeWork: 5n } });
});

test('the area under the curve counts the pairs that are in order', async () => {
  const body = `return metrics.areaUnderCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);`;
  expect(await reported(body)).toMatchObject({ score: (FULL * 3n) / 4n, usage: { nativeWork: 16n } });
});
