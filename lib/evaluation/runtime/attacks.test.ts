import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../node/engine-parts.ts';
import { type AttackEnd, ATTACKS } from '../testing/attacks.ts';
import { smallInput } from '../testing/inputs.ts';
import { type Engine, createEngine } from './engine.ts';
import { type EvaluationResult, evaluate } from './evaluate.ts';

let engine: Engine;
let unaffected: EvaluationResult;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
  unaffected = await evaluate(engine, smallInput());
});

test('every attack has a name of its own', () => {
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
});

test.each(ATTACKS)('$name ends as it must, and the next evaluation is unaffected', async ({ input, end }) => {
  expectEnd(await evaluate(engine, input()), end);
  expect(await evaluate(engine, smallInput())).toEqual(unaffected);
});

function expectEnd(result: EvaluationResult, end: AttackEnd): void {
  if ('invalid' in end) {
    expect(result).toMatchObject({ outcome: 'Invalid', reason: { type: end.invalid } });
    return;
  }
  if (result.outcome === 'Invalid') throw new Error(`invalid: ${JSON.stringify(result.reason)}`);
  const reports = result.rounds.flatMap(({ champion, challenger }) =>
    challenger ? [champion, challenger] : [champion],
  );
  expect(reports.length).toBeGreaterThan(0);
  for (const report of reports) {
    if ('exceeded' in end) expect(report).toMatchObject({ score: 0n, exceeded: end.exceeded });
    else if ('error' in end) {
      expect({ ...report, error: report.error?.slice(0, end.error.length) }).toMatchObject({
        score: 0n,
        error: end.error,
      });
      expect(report.error?.length).toBeLessThanOrEqual(2_000);
    } else expect(report).toMatchObject({ score: end.score });
  }
}
