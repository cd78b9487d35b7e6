import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { readResidentBytes } from '#evaluation/node/resident-size.ts';
import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { CASES, firstRound } from './cases.ts';
import { timeMs } from './stopwatch.ts';

const run = promisify(execFile);
const FIRST_ROUND = path.join(import.meta.dirname, 'first-round-process.ts');

const REPETITIONS = 5;
const MIB = 1024 ** 2;

/**
 * The first round of x² in the warm pool, isolation included, divided by the same round in a process of its own that is
 * as warm: what isolation costs, and not what an engine gains that has evaluated for minutes.
 */
export async function measureWarmStart(): Promise<number> {
  const round = firstRound(CASES.xSquared.input);
  let isolatedMs = Infinity;
  let inProcessMs = Infinity;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const evaluator = await createEvaluator();
    await evaluator.ready();
    isolatedMs = Math.min(isolatedMs, await timeMs(() => evaluator.evaluate(round)));
    await evaluator.close();
    const { stdout } = await run(process.execPath, [FIRST_ROUND]);
    inProcessMs = Math.min(inProcessMs, z.coerce.number().parse(stdout.trim()));
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
