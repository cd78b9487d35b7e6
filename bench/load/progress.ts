import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';

/** How far the submissions to some tasks are. */
export type Progress = {
  committed: number;
  revealed: number;
  /** Of each that is settled: from its seed block to its verdict. */
  verdictBlocks: number[];
};

/** An event of model submission, as far as it is looked at. */
type SubmissionEvent = {
  eventName: string;
  blockNumber: bigint;
  args: object;
};

/** A submission ended, and not by a verdict. */
export class SubmissionLostError extends Error {
  override name = 'SubmissionLostError';
  constructor({ submissionId, eventName }: { submissionId: bigint; eventName: string }) {
    super(`Submission ${submissionId} ended without a verdict: ${eventName}.`);
  }
}

/**
 * Reads the progress from the events of model submission since before the first of the submissions.
 *
 * @param events In the chain's order.
 * @param taskIds The tasks that are looked at; the submissions are all theirs but the baselines.
 * @throws {SubmissionLostError}
 */
export function readProgress(events: readonly SubmissionEvent[], taskIds: ReadonlySet<number>): Progress {
  const seedBlocks = new Map<bigint, number>();
  const progress: Progress = { committed: 0, revealed: 0, verdictBlocks: [] };
  for (const { eventName, blockNumber, args } of events) {
    if (!('submissionId' in args) || typeof args.submissionId !== 'bigint') continue;
    const { submissionId } = args;
    const { taskId, index } = fromSubmissionId(submissionId);
    if (index === 0 || !taskIds.has(taskId)) continue;
    switch (eventName) {
      case 'SubmissionCommitted':
        progress.committed += 1;
        break;
      case 'SubmissionRevealed':
        progress.revealed += 1;
        if ('seedBlock' in args && typeof args.seedBlock === 'number') {
          seedBlocks.set(submissionId, args.seedBlock);
        }
        break;
      case 'SubmissionSettled':
        progress.verdictBlocks.push(Number(blockNumber) - (seedBlocks.get(submissionId) ?? Number.NaN));
        break;
      case 'SubmissionNotRevealed':
      case 'SubmissionExpired':
        throw new SubmissionLostError({ submissionId, eventName });
    }
  }
  return progress;
}

/** One line for whoever waits. */
export function describeProgress({ committed, revealed, verdictBlocks }: Progress, expected: number): string {
  return `of ${expected} submissions ${committed} are committed, ${revealed} revealed, ${verdictBlocks.length} settled`;
}
