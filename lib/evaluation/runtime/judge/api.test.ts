import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Evaluate } from '#protocol/evaluation/judge-api.ts';
import { JUDGE_MEMBERS } from '#protocol/evaluation/judge-members.ts';
import { describeJudgeApi } from '../../../../scripts/judge-api/describe.ts';
import { readEngineParts } from '../../node/engine-parts.ts';
import { TEST_TERMS, encodeText, judge, smallInput } from '../../testing/inputs.ts';
import { type Engine, createEngine } from '../engine.ts';
import { evaluate } from '../evaluate.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

/** What the judge throws with this body: a way to get a text out of the sandbox. */
async function thrownBy(evaluation: Uint8Array<ArrayBuffer>): Promise<string> {
  const data = [
    { name: 'a.json', bytes: encodeText('[1]') },
    { name: 'b.bin', bytes: new Uint8Array(8) },
  ];
  const terms = { ...TEST_TERMS, rounds: 1, requiredWins: 1 };
  const result = await evaluate(engine, smallInput({ evaluation, data, terms }));
  if (result.outcome === 'Invalid') throw new Error(JSON.stringify(result.reason));
  return result.rounds[0]?.champion.error ?? '';
}

/** A call of every member, which must give what its signature says. */
const CALLS: Readonly<Record<string, string>> = {
  'random.uniform': 'random.uniform(2, -1, 1)',
  'random.normal': 'random.normal(2)',
  'random.integers': 'random.integers(2, 0, 5)',
  'random.permutation': 'random.permutation(3)',
  'random.choice': 'random.choice(["a", "b"], 2)',
  'model.run': 'model.run({ x: { data: [1, 2], dims: [2, 1] } })',
  'metrics.rSquared': 'metrics.rSquared([1], new Float32Array(1))',
  'metrics.meanSquaredErrorScore': 'metrics.meanSquaredErrorScore([1], [1])',
  'metrics.meanAbsoluteErrorScore': 'metrics.meanAbsoluteErrorScore([1], [1])',
  'metrics.accuracy': 'metrics.accuracy(new Int32Array(1), [1])',
  'metrics.f1': 'metrics.f1([1], [1])',
  'metrics.areaUnderCurve': 'metrics.areaUnderCurve([1], [1])',
  'metrics.correlation': 'metrics.correlation([1], [1])',
  'metrics.logLossScore': 'metrics.logLossScore([1], [1])',
  'tensor.argMax': 'tensor.argMax([1, 2], 2)',
  'tensor.scale': 'tensor.scale(new Uint8Array(2), 0.5)',
  'tensor.multiply': 'tensor.multiply([1, 2], new Float32Array(2))',
  'data.names': 'data.names()',
  'data.bytes': 'data.bytes("b.bin")',
  'data.int32': 'data.int32("b.bin", 1)',
  'data.float32': 'data.float32("b.bin", 0, 1)',
  'data.rows': 'data.rows("b.bin", 4, [1, 0])',
  'data.float32Rows': 'data.float32Rows("b.bin", 1, [1, 0])',
  'data.text': 'data.text("a.json")',
  'data.json': 'data.json("a.json")',
};

/** The class of what a signature returns. */
function returnClass(signature: string): string {
  const type = signature.slice(signature.lastIndexOf('): ') + 3);
  if (type.endsWith('[]') || type === 'unknown') return 'Array';
  if (type.startsWith('Promise')) return 'Promise';
  return type.charAt(0).toUpperCase() + type.slice(1);
}

describe('the types of the judge', () => {
  test('declare every function that the sandbox gives, and the sandbox gives every function that they declare', async () => {
    const body = `throw Object.entries(arguments[0]).flatMap(([part, object]) =>
      Reflect.ownKeys(object).map((name) => part + '.' + String(name))).sort().join();`;
    const thrown = await thrownBy(judge(body));
    expect(thrown).toBe(
      `Thrown: ${JUDGE_MEMBERS.map(({ name }) => name)
        .sort()
        .join()}`,
    );
    expect(Object.keys(CALLS).sort()).toEqual(JUDGE_MEMBERS.map(({ name }) => name).sort());
  });

  test.each(JUDGE_MEMBERS)('$name$signature returns what it says', async ({ name, signature }) => {
    const body = `throw Object.prototype.toString.call(${CALLS[name]}).slice(8, -1);`;
    expect(await thrownBy(judge(body))).toBe(`Thrown: ${returnClass(signature)}`);
  });

  test('are what the list for editors is generated from', async () => {
    const source = await readFile(
      new URL('../../../protocol/evaluation/judge-api.ts', import.meta.url),
      'utf8',
    );
    expect(describeJudgeApi(source)).toEqual(JUDGE_MEMBERS);
  });

  test('fit a judge as it is written, which then really runs', async () => {
    const square: Evaluate = async ({ random, model, metrics, tensor, data }) => {
      const x = random.uniform(100, -1, 1);
      const { y } = await model.run({ x: { data: x, dims: [100, 1] } });
      if (!y) throw new TypeError('no output');
      const [first = ''] = data.names();
      const isRead = Array.isArray(data.json(first)) && tensor.argMax(y.data, 100).length === 1;
      throw new Error(
        `${isRead} ${
          metrics.rSquared(
            y.data,
            x.map((v) => v * v),
          ) < 1
        }`,
      );
    };
    expect(await thrownBy(encodeText(`export default ${square.toString()}`))).toContain('Error: true true');
  });
});

describe('nobody can change the API', () => {
  test.each(['random', 'model', 'metrics', 'tensor', 'data'])('%s is frozen', async (part) => {
    expect(await thrownBy(judge(`throw Object.isFrozen(${part}) && Object.isFrozen(arguments[0]);`))).toBe(
      'Thrown: true',
    );
  });
});
