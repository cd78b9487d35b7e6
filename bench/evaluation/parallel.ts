import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import type { EvaluationInput } from '#evaluation/runtime/evaluate.ts';
import { timeMs } from './stopwatch.ts';

const REPETITIONS = 4;
const BARE_PROCESS = fileURLToPath(new URL('./bare-process.ts', import.meta.url));

/**
 * How well two evaluations at once use two cores, divided by how well two bare processes do: of each, the time of one
 * alone divided by that of two at once.
 */
export async function measureParallelEfficiency(input: EvaluationInput): Promise<number> {
  const [first, second] = [fork(BARE_PROCESS), fork(BARE_PROCESS)];
  await Promise.all([first, second].map((child) => once(child, 'message')));
  const run = async (child: ChildProcess) => {
    const done = once(child, 'message');
    child.send('run');
    await done;
  };
  const bare = { aloneMs: Infinity, togetherMs: Infinity };
  const whole = { aloneMs: Infinity, togetherMs: Infinity };
  const digests = new Set<string>();
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const evaluator = await createEvaluator({ warmProcesses: 3 });
    await evaluator.ready();
    const evaluateOnce = async () => digests.add((await evaluator.evaluate(input)).traceDigest);
    whole.aloneMs = Math.min(whole.aloneMs, await timeMs(evaluateOnce));
    whole.togetherMs = Math.min(
      whole.togetherMs,
      await timeMs(() => Promise.all([evaluateOnce(), evaluateOnce()])),
    );
    await evaluator.close();
    bare.aloneMs = Math.min(bare.aloneMs, await timeMs(() => run(first)));
    bare.togetherMs = Math.min(bare.togetherMs, await timeMs(() => Promise.all([run(first), run(second)])));
  }
  for (const child of [first, second]) child.disconnect();
  if (digests.size !== 1) throw new Error('evaluations at once came out differently');
  return whole.aloneMs / whole.togetherMs / (bare.aloneMs / bare.togetherMs);
}
