import { z } from 'zod';
import { type EvaluationKey, printEvaluationKey } from '#database/operator/evaluation-key.ts';
import type { JobQueue, Queue } from '#database/queue/queue.ts';
import { bytesSchema, uint64Schema } from '#protocol/http/primitives.ts';

const keySchema = z.object({
  submissionId: uint64Schema,
  seed: bytesSchema(32),
  championId: uint64Schema,
});

/** The evaluations that are due, as jobs that any process of the operator may take. */
export type EvaluationQueue = {
  /** Adds an evaluation, unless it waits or is worked on already. */
  enqueue(key: EvaluationKey): Promise<void>;
  jobs: JobQueue<typeof keySchema>;
};

/** Content that is not found yet and a chain that does not answer are waited for. */
const RETRY = { limit: 20, delaySeconds: 1, longestDelaySeconds: 30 };
/** A job that was lost is noticed after this long. */
const ENQUEUE_AGAIN_MS = 5_000;
/** The evaluator's own limit, which follows from the budget, comes first. */
const LONGEST_WORK_SECONDS = 24 * 3_600;

export async function openEvaluationQueue(
  queue: Queue,
  { concurrency }: { concurrency: number },
): Promise<EvaluationQueue> {
  const jobs = await queue.define('evaluate', {
    schema: keySchema,
    concurrency,
    retry: RETRY,
    longestWorkSeconds: LONGEST_WORK_SECONDS,
  });
  const enqueuedMs = new Map<string, number>();

  /** Whether a key was enqueued so recently that asking the database again would tell nothing new. */
  function isRecent(name: string): boolean {
    const nowMs = performance.now();
    for (const [known, timeMs] of enqueuedMs) if (nowMs - timeMs > ENQUEUE_AGAIN_MS) enqueuedMs.delete(known);
    if (enqueuedMs.has(name)) return true;
    enqueuedMs.set(name, nowMs);
    return false;
  }

  return {
    jobs,
    enqueue: async (key) => {
      if (isRecent(printEvaluationKey(key))) return;
      const { submissionId, seed, championId } = key;
      const payload = { submissionId: submissionId.toString(), seed, championId: championId.toString() };
      await jobs.enqueue(payload, { key: printEvaluationKey(key) });
    },
  };
}
