import { describe, expect, test } from 'vitest';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { SubmissionLostError, describeProgress, readProgress } from './progress.ts';

const first = toSubmissionId({ taskId: 1, index: 1 });
const second = toSubmissionId({ taskId: 1, index: 2 });
const event = (eventName: string, blockNumber: bigint, args: object) => ({ eventName, blockNumber, args });

const events = [
  event('SubmissionSettled', 8n, { submissionId: toSubmissionId({ taskId: 1, index: 0 }) }),
  event('SubmissionCommitted', 10n, { submissionId: first }),
  event('SubmissionCommitted', 10n, { submissionId: toSubmissionId({ taskId: 2, index: 1 }) }),
  event('SubmissionRevealed', 12n, { submissionId: first, seedBlock: 14 }),
  event('SubmissionCommitted', 13n, { submissionId: second }),
  event('ToppedUp', 14n, { taskId: 1 }),
  event('SubmissionSettled', 19n, { submissionId: first }),
];

describe('readProgress', () => {
  test('default: counts the submissions of the tasks that are asked about, without baselines', () => {
    const progress = readProgress(events, new Set([1]));
    expect(progress).toEqual({ committed: 2, revealed: 1, verdictBlocks: [5] });
    expect(describeProgress(progress, 2)).toBe('of 2 submissions 2 are committed, 1 revealed, 1 settled');
  });

  test('behavior: a submission that ends without a verdict is an error', () => {
    for (const eventName of ['SubmissionExpired', 'SubmissionNotRevealed']) {
      const lost = [...events, event(eventName, 20n, { submissionId: second })];
      expect(() => readProgress(lost, new Set([1]))).toThrow(SubmissionLostError);
      expect(readProgress(lost, new Set([2]))).toMatchObject({ committed: 1 });
    }
  });
});
