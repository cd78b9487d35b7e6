import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Evaluator } from '../runtime/evaluator.ts';
import { firstFailure } from '../runtime/first-failure.ts';
import { SMALL_ARCHITECTURE, drawParameters, encodeText, judge, smallInput } from '../testing/inputs.ts';
import { createEvaluator } from './evaluator.ts';

let evaluator: Evaluator;
beforeAll(async () => {
  evaluator = await createEvaluator();
});
afterAll(() => evaluator.close());

test('an error in evaluation code arrives with file, line and message of the first round that failed', async () => {
  const evaluation = encodeText(
    'export default ({ random }) => {\n  const [draw] = random.uniform(1);\n  if (draw > 0) throw new RangeError("too large");\n};\n',
  );
  const result = await evaluator.evaluate(smallInput({ evaluation }));
  expect(firstFailure(result)).toEqual({
    round: 0,
    model: 'champion',
    error: 'RangeError: too large\n    at default (evaluation.js:3:37)',
  });
});

test('of the challenger too, in whatever round it is, and there is none when all went well', async () => {
  const challengerParameters = drawParameters(SMALL_ARCHITECTURE, { seed: 2 });
  const failing = judge(
    'const { y } = await model.run({ x: [0] });\nif (y.data[0] !== FIRST) null.score;\nreturn 1;',
  );
  const source = new TextDecoder().decode(failing);
  const champion = await evaluator.evaluate(
    smallInput({ evaluation: judge('const { y } = await model.run({ x: [0] }); throw String(y.data[0]);') }),
  );
  const output = firstFailure(champion)?.error.replace('Thrown: ', '') ?? '';
  const evaluation = encodeText(source.replace('FIRST', output));
  const result = await evaluator.evaluate(smallInput({ evaluation, challengerParameters }));
  expect(firstFailure(result)).toMatchObject({
    round: 0,
    model: 'challenger',
    error: expect.stringContaining('evaluation.js:3'),
  });
  expect(firstFailure(await evaluator.evaluate(smallInput()))).toBeUndefined();
  expect(
    firstFailure(await evaluator.evaluate(smallInput({ architecture: new Uint8Array() }))),
  ).toBeUndefined();
});
