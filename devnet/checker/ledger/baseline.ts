import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';

/** Whether a submission stands for its task’s initial parameters. */
export function isBaseline({ submissionId }: { submissionId: bigint }): boolean {
  return fromSubmissionId(submissionId).index === 0;
}
