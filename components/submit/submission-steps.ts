import { describeSubmission } from '#components/submission/submission-state.ts';
import { describeWaiting } from '#components/submission/waiting.ts';
import type { TimelineStep } from '#components/submission/timeline.tsx';
import type { SubmissionState } from '#hooks/submission/use-submission.ts';
import type { SubmissionProgress } from '#protocol/http/progress.ts';
import type { SubmitParametersProgress } from '#sdk/flows/submit-parameters.ts';
import type { Submission } from '#sdk/marketplace/get-submission.ts';
import { type SubmissionStatus, isFinal } from '#sdk/statuses.ts';
import type { TransactionStage } from '#sdk/transaction/transact.ts';

const NAMES = ['Commit', 'Upload', 'Reveal', 'Verdict'] as const;

/**
 * A submission’s way as the page sees it, from the commitment to the verdict.
 *
 * @param progress What the index tells of it once it is on the chain.
 */
export function toSubmissionSteps(
  state: Exclude<SubmissionState, { status: 'idle' }>,
  progress: SubmissionProgress | undefined,
): TimelineStep[] {
  const at = currentStep(state);
  const isStuck = state.status === 'failed' || state.status === 'rejected';
  const isLost = state.status === 'following' && isUnpaid(state.submission?.status);
  return NAMES.map((name, index) => {
    if (index < at) return { name, state: 'done' };
    if (index > at) return { name, state: 'ahead' };
    return { name, state: isStuck || isLost ? 'failed' : 'current', details: describe(state, progress) };
  });
}

/** The step that is under way; beyond the last one when all are done. */
function currentStep(state: Exclude<SubmissionState, { status: 'idle' }>): number {
  if (state.status === 'following') {
    const { submission } = state;
    return submission?.status === 'Improved' ? NAMES.length : NAMES.length - 1;
  }
  switch (state.saved?.draft.step) {
    case 'revealed':
      return 3;
    case 'available':
      return 2;
    case 'committed':
      return 1;
    case 'packed':
    case undefined:
      return 0;
  }
}

function isUnpaid(status: SubmissionStatus | undefined): boolean {
  return status !== undefined && isFinal(status) && status !== 'Improved';
}

function describe(
  state: Exclude<SubmissionState, { status: 'idle' }>,
  progress: SubmissionProgress | undefined,
): string | undefined {
  switch (state.status) {
    case 'working':
      return state.progress ? describeProgress(state.progress) : 'Looking where it stands.';
    case 'rejected':
      return 'You rejected it in the wallet.';
    case 'failed':
      return undefined;
    case 'following':
      return describeOnChain(state.submission, progress);
  }
}

function describeProgress(progress: SubmitParametersProgress): string {
  switch (progress.name) {
    case 'approving':
      return `Allowing the contract to take the bond: ${describeStage(progress.stage)}`;
    case 'committing':
      return `A hash of the parameters goes on the chain: ${describeStage(progress.stage)}`;
    case 'revealing':
      return `The commitment is opened: ${describeStage(progress.stage)}`;
    case 'uploading':
      return progress.upload.state === 'failed'
        ? `${progress.upload.gateway} did not take it: ${progress.upload.reason}`
        : `The parameters go to the operators, authorised by one signature.`;
    case 'spreading': {
      const { held, missing } = progress.availability;
      return `${held.length} of ${held.length + missing.length} operators hold the parameters.`;
    }
  }
}

function describeStage(stage: TransactionStage): string {
  switch (stage.name) {
    case 'simulating':
      return 'checking.';
    case 'signing':
      return 'confirm it in your wallet.';
    case 'sent':
      return 'waiting to be mined.';
    case 'mined':
      return 'mined.';
  }
}

/** What the chain says of it, and what it waits for. */
function describeOnChain(
  submission: Submission | undefined,
  progress: SubmissionProgress | undefined,
): string {
  if (submission === undefined) return 'Asking the chain.';
  const { status, seedBlock } = submission;
  if (status === 'Revealed') {
    // The index may be a block behind the chain, where it was not revealed yet.
    const waiting =
      progress && progress.phase !== 'reveal'
        ? describeWaiting({ progress, isBaseline: false, ahead: 0 })
        : undefined;
    return (
      waiting?.waitsFor ??
      `The operators evaluate it on data drawn from block ${seedBlock}, which nobody knew when it was revealed.`
    );
  }
  return describeSubmission({ status, isSeedMined: true, isBaseline: false }).explanation;
}
