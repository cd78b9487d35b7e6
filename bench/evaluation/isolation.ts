import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { readResidentBytes } from '#evaluation/node/resident-size.ts';
import type { Engine } from '#evaluation/runtime/engine.ts';
import { type EvaluationInput, evaluate } from '#evaluation/runtime/evaluate.ts';
import { timeMs } from './stopwatch.ts';

const REPETITIONS = 5;
const MIB = 1024 ** 2;

/** The first round in a warm process, isolation included, divided by the same round in this process. */
export async function measureWarmStart(engine: Engine, input: EvaluationInput): Promise<number> {
  const round = { ...input, terms: { ...input.terms, rounds: 1, requiredWins: 1 } };
  let isolatedMs = Infinity;
  let inProcessMs = Infinity;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const evaluator = await createEvaluator();
    await evaluator.ready();
    isolatedMs = Math.min(isolatedMs, await timeMs(() => evaluator.evaluate(round)));
    inProcessMs = Math.min(inProcessMs, await timeMs(() => evaluate(engine, round)));
    await evaluator.close();
  }
  return isolatedMs / inProcessMs;
}

/** The most memory that an evaluating process has in RAM, in MiB. */
export async function measureResidentMib(input: EvaluationInput): Promise<number> {
  const evaluator = await createEvaluator();
  await evaluator.ready();
  const [pid] = evaluator.processIds();
  if (pid === undefined) throw new Error('the evaluator has no process');
  let peakBytes = 0;
  const readings: Promise<void>[] = [];
  await evaluator.evaluate(input, {
    onProgress: () => {
      readings.push(
        readResidentBytes(pid).then((bytes = 0) => {
          peakBytes = Math.max(peakBytes, bytes);
        }),
      );
    },
  });
  await Promise.all(readings);
  await evaluator.close();
  return peakBytes / MIB;
}
