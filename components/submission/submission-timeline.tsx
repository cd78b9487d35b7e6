import { Hex } from '#components/value/address.tsx';
import { groupThousands } from '#components/value/format-amount.ts';
import type { SubmissionProgress } from '#protocol/http/progress.ts';
import type { SubmissionStatus } from '#sdk/statuses.ts';
import { type BlockClock, EstimatedBlock } from './estimated-block.tsx';
import { LiveEvaluation } from './live-evaluation.tsx';
import type { TimelineStep } from './timeline.tsx';

/** What the steps are made of. */
export type TimelineSource = {
  submission: {
    status: SubmissionStatus;
    index: number;
    seedBlock: bigint | null;
    committedBlock: bigint;
    committedAt: bigint;
    commitTransaction: string;
    revealedBlock: bigint | null;
    revealedAt: bigint | null;
    revealTransaction: string | null;
    settledBlock: bigint | null;
    settledAt: bigint | null;
    settleTransaction: string | null;
  };
  progress: SubmissionProgress | undefined;
};

/** A submission's way from commitment to settlement, as far as it went or will go. */
export function toTimeline(parameters: {
  page: TimelineSource;
  isSeedMined: boolean;
  clock: BlockClock;
}): TimelineStep[] {
  const { page, isSeedMined, clock } = parameters;
  const { submission } = page;
  const { status } = submission;
  const committed: TimelineStep = {
    name: submission.index === 0 ? 'Created with the task' : 'Committed',
    state: 'done',
    at: Number(submission.committedAt),
    details: <Mined block={submission.committedBlock} transaction={submission.commitTransaction} />,
  };
  if (status === 'NotRevealed') return [committed, endStep(page, 'Not revealed in time')];
  const isRevealed = submission.revealedBlock !== null;
  const steps: TimelineStep[] = [committed];
  if (submission.index > 0) {
    steps.push({
      name: 'Revealed',
      state: isRevealed ? 'done' : 'current',
      at: submission.revealedAt === null ? undefined : Number(submission.revealedAt),
      details:
        submission.revealedBlock === null || submission.revealTransaction === null ? (
          'when more than two thirds of the operators hold the parameters'
        ) : (
          <Mined block={submission.revealedBlock} transaction={submission.revealTransaction} />
        ),
    });
  }
  steps.push({
    name: 'Seed mined',
    state: isSeedMined ? 'done' : isRevealed ? 'current' : 'ahead',
    details:
      submission.seedBlock === null ? undefined : isSeedMined ? (
        <>block {groupThousands(submission.seedBlock)}</>
      ) : (
        <EstimatedBlock block={submission.seedBlock} clock={clock} />
      ),
  });
  if (status === 'Unavailable') return [...steps, endStep(page, 'Unavailable')];
  if (status === 'Expired') return [...steps, endStep(page, 'Expired')];
  const isSettled = submission.settledBlock !== null;
  steps.push({
    name: 'Evaluated and attested',
    state: isSettled ? 'done' : isSeedMined ? 'current' : 'ahead',
    details:
      isSettled || !isSeedMined || page.progress === undefined ? undefined : (
        <LiveEvaluation rendered={page.progress} />
      ),
  });
  return [...steps, endStep(page, 'Verdict and settlement')];
}

function endStep({ submission }: TimelineSource, name: string): TimelineStep {
  const { status, settledAt, settledBlock, settleTransaction } = submission;
  if (settledAt === null || settledBlock === null || settleTransaction === null)
    return { name, state: 'ahead' };
  const isFailed =
    status === 'NotRevealed' || status === 'Unavailable' || status === 'Expired' || status === 'Invalid';
  return {
    name,
    state: isFailed ? 'failed' : 'done',
    at: Number(settledAt),
    details: <Mined block={settledBlock} transaction={settleTransaction} />,
  };
}

function Mined({ block, transaction }: { block: bigint; transaction: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <span>block {groupThousands(block)}</span>
      <Hex value={transaction} name="the transaction’s hash" />
    </span>
  );
}
