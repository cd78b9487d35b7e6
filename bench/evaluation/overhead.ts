import { type Engine } from '#evaluation/runtime/engine.ts';
import { evaluate } from '#evaluation/runtime/evaluate.ts';
import { createBareRuns } from './bare-runs.ts';
import type { MeasuredCase } from './cases.ts';
import { timeMs } from './stopwatch.ts';

const WARM_UPS = 3;

/**
 * What an evaluation costs beyond the model: whole-evaluation time divided by the time of the same `session.run` calls
 * in bare `onnxruntime-web`, both in this process, in turns. Of each the fastest of many repetitions counts, which is what
 * the code costs when nothing else disturbs it.
 */
export async function measureOverhead(
  { engine, binary }: { engine: Engine; binary: Uint8Array },
  measured: MeasuredCase,
  { repetitions }: { repetitions: number },
): Promise<number> {
  const bare = await createBareRuns(binary, measured);
  let wholeMs = Infinity;
  let bareMs = Infinity;
  for (let repetition = -WARM_UPS; repetition < repetitions; repetition++) {
    const whole = await timeMs(async () => {
      const result = await evaluate(engine, measured.input);
      if (result.outcome !== 'NotImproved') throw new Error(`the benchmark came out as ${result.outcome}`);
      const failed = result.rounds.find(({ champion }) => champion.error);
      if (failed) throw new Error(failed.champion.error);
    });
    const runs = await timeMs(bare.run);
    if (repetition < 0) continue;
    wholeMs = Math.min(wholeMs, whole);
    bareMs = Math.min(bareMs, runs);
  }
  await bare.release();
  return wholeMs / bareMs;
}
