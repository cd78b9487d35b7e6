import type { ReadClient } from '../client.ts';
import { type PollingOptions, poll } from '../polling/poll.ts';
import { isFinal } from '../statuses.ts';
import { type Submission, getSubmission } from './get-submission.ts';

export type WaitForSubmissionParameters = PollingOptions & {
  submissionId: bigint;
  /** @default the submission is settled, forfeited or expired */
  until?: ((submission: Submission) => boolean) | undefined;
  onProgress?: ((submission: Submission) => void) | undefined;
};

export type WaitForSubmissionReturnType = Submission;

/** Waits for a submission; by default until nothing can happen to it any more. @throws {WaitTimeoutError} */
export async function waitForSubmission(
  client: ReadClient,
  parameters: WaitForSubmissionParameters,
): Promise<WaitForSubmissionReturnType> {
  const { submissionId, until = ({ status }) => isFinal(status), ...options } = parameters;
  return poll({
    ...options,
    awaited: `That submission ${submissionId} is settled`,
    read: () => getSubmission(client, { submissionId }),
    until,
  });
}
