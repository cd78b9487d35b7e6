import { saveAbstention } from '#database/operator/evaluations.ts';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { ContentUnavailableError, GatewaysUnreachableError } from '#protocol/content/errors.ts';
import { RetryableError, isRetryable } from '#protocol/errors/retryable.ts';
import { ChainUnreachableError } from '#sdk/chain/read.ts';
import { DiskError } from '#storage/errors.ts';
import type { NodeContext } from '../context.ts';
import type { Shutdown } from '../process/shutdown.ts';
import { evaluateDue } from './evaluate-due.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';

/** Takes evaluations from the queue, as many at once as there are slots, with processes kept warm for them. */
export async function startEvaluating(parameters: {
  context: NodeContext;
  queue: EvaluationQueue;
  shutdown: Shutdown;
  /** Evaluations at once. */
  slots: number;
  /** What one evaluation may allocate. */
  memoryBytes: number;
  /** Told that a verdict is there. */
  wake: (submissionId: bigint) => Promise<void>;
  /** Told of what ends the work for good. */
  fail: (error: unknown) => void;
}): Promise<void> {
  const { context, queue, shutdown, slots, memoryBytes, wake, fail } = parameters;
  const { database, log } = context;
  const evaluator = await createEvaluator({ memoryBytes, warmProcesses: slots });
  const working = queue.jobs.work(
    async ({ payload: key, signal }) => {
      try {
        if (await evaluateDue({ ...context, signal, evaluator }, key)) await wake(key.submissionId);
      } catch (error) {
        if (signal.aborted || isRetryable(error)) throw error;
        if (isPassing(error)) throw new RetryableError('The evaluation has to wait.', { cause: error });
        log.error({ submissionId: key.submissionId, championId: key.championId, error }, 'abstained');
        await saveAbstention(database, { ...key, reason: String(error) });
      }
    },
    { signal: context.signal },
  );
  working.catch(fail);
  shutdown.add('evaluator', async () => {
    await evaluator.close();
    await working;
  });
}

/** Whether an error concerns the surroundings, which may be better in a moment, and not the evaluation. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof ContentUnavailableError ||
    error instanceof GatewaysUnreachableError ||
    error instanceof ChainUnreachableError ||
    error instanceof DiskError
  );
}
