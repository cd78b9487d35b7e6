import type { Logger } from 'pino';
import type { Database } from '#database/client.ts';
import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import { saveFinishedRounds } from '#database/operator/evaluations.ts';
import type { EvaluationProgress } from '#evaluation/runtime/evaluate.ts';

/** Short evaluations would write more than they compute. */
const WRITE_INTERVAL_MS = 250;

/** Keeps how far an evaluation is, for whoever waits for it. */
export type ProgressReport = {
  onProgress(progress: EvaluationProgress): void;
  /** Resolves when nothing is being written any more. */
  finish(): Promise<void>;
};

/**
 * Reports the deciding rounds alone, now and then: pricing rounds are there only for a submission that passed, so that
 * counting them would tell the outcome before the verdict is mined. A report that cannot be written is no harm.
 */
export function reportProgress(parameters: {
  database: Database;
  log: Logger;
  key: EvaluationKey;
  /** Deciding rounds. */
  rounds: number;
}): ProgressReport {
  const { database, log, key, rounds } = parameters;
  let reported = 0;
  let writtenMs = -Infinity;
  let writing: Promise<void> = Promise.resolve();
  return {
    onProgress: ({ phase, round }) => {
      const finishedRounds = phase === 'deciding' ? round : rounds;
      const nowMs = performance.now();
      if (finishedRounds === reported || nowMs - writtenMs < WRITE_INTERVAL_MS) return;
      reported = finishedRounds;
      writtenMs = nowMs;
      writing = writing
        .then(() => saveFinishedRounds(database, { ...key, finishedRounds }))
        .catch((error: unknown) => log.debug({ error }, 'progress not kept'));
    },
    finish: () => writing,
  };
}
