import type { ObservedSeed } from '#database/operator/seeds.ts';
import type { MessageScope } from '#protocol/verdict/messages.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { ReadClient } from '#sdk/client.ts';
import type { SubmissionView } from './views.ts';

/** A revealed submission whose seed is known, as of one head. */
export type Situation = SubmissionView & {
  /** Number of the newest block. */
  head: bigint;
  seed: ObservedSeed;
};

/** Whether a submission is its task's initial parameters. */
export function isBaseline(submissionId: bigint): boolean {
  return fromSubmissionId(submissionId).index === 0;
}

/** What a submission is compared with now: the champion, or itself when it is the baseline. */
export function currentChampion({ submission, task }: Pick<SubmissionView, 'submission' | 'task'>): bigint {
  return isBaseline(submission.submissionId) ? submission.submissionId : task.championId;
}

/** Where messages about a task are valid. */
export function messageScope({ deployment }: ReadClient, taskDefinitionId: number): MessageScope {
  return {
    chainId: deployment.chainId,
    attestationCenter: deployment.contracts.attestationCenter,
    taskDefinitionId,
  };
}
