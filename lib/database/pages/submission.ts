import type { SubmissionProgress } from '#protocol/http/progress.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { type Plain, toPlain } from '../plain.ts';
import { readSubmissionProgress } from './progress.ts';

/** A submission with what its page shows. Amounts in base units, times in Unix seconds, scores 1e18 = 1. */
export type SubmissionPage = {
  submission: Plain<Prisma.SubmissionGetPayload<object>>;
  task: Plain<Prisma.TaskGetPayload<object>>;
  definition: Plain<Prisma.TaskDefinitionGetPayload<object>> | undefined;
  verdict: Plain<Prisma.VerdictGetPayload<object>> | undefined;
  quorum: Plain<Prisma.VerdictQuorumGetPayload<object>> | undefined;
  fees: Plain<Prisma.FeeDistributionGetPayload<object>> | undefined;
  /** Whom it credited with what, in the order of the events. */
  credits: Plain<Prisma.CreditGetPayload<object>>[];
  queue: QueuePosition | undefined;
  /** What the operator of this database heard of the evaluation; counts and states alone. */
  progress: EvaluationProgress;
  /** The same and more: what it waits for, and until when. */
  live: SubmissionProgress | undefined;
  /** Operators in the applied set. */
  operatorCount: number;
};

/** Where a submission stands in its task's list, which settles in the order of the commitments. */
export type QueuePosition = {
  /** Unsettled submissions that were committed earlier. */
  ahead: number;
  /** The block since which it is at the head; `undefined` while it is not. */
  headSince: bigint | undefined;
};

export type EvaluationProgress = {
  /** The operator that evaluates for this database has its verdict. */
  isEvaluated: boolean;
  /** An elected performer has claimed. */
  isClaimed: boolean;
  /** Operators whose signature has been heard of. */
  attesterCount: number;
};

/** Everything about a submission; `undefined` when there is none of this number. */
export async function readSubmissionPage(
  database: Database,
  { taskId, index }: { taskId: number; index: number },
): Promise<SubmissionPage | undefined> {
  const { prisma } = database;
  const submissionId = toSubmissionId({ taskId, index });
  const row = await prisma.submission.findUnique({
    where: { id: submissionId },
    include: { task: true, verdict: true, quorum: true },
  });
  if (row === null) return undefined;
  const { task, verdict, quorum, ...submission } = toPlain(row);
  const isPending = submission.status === 'Committed' || submission.status === 'Revealed';
  const [definition, fees, credits, queue, live, set] = await Promise.all([
    prisma.taskDefinition.findUnique({ where: { id: task.taskDefinitionId } }),
    prisma.feeDistribution.findFirst({ where: { submissionId } }),
    prisma.credit.findMany({
      where: { submissionId },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    }),
    isPending && index > 0 ? readQueuePosition(database, { taskId, submission }) : undefined,
    readSubmissionProgress(database, { submissionId }),
    prisma.operatorSet.findFirst(),
  ]);
  return {
    submission,
    task,
    definition: definition === null ? undefined : toPlain(definition),
    verdict: verdict ?? undefined,
    quorum: quorum ?? undefined,
    fees: fees === null ? undefined : toPlain(fees),
    credits: credits.map((credit) => toPlain(credit)),
    queue,
    progress: summarise(live),
    live,
    operatorCount: set?.members.length ?? 0,
  };
}

async function readQueuePosition(
  { prisma }: Database,
  { taskId, submission }: { taskId: number; submission: { id: bigint; committedBlock: bigint } },
): Promise<QueuePosition> {
  const earlier = { taskId, id: { lt: submission.id }, index: { gt: 0 } };
  const [ahead, lastSettled] = await Promise.all([
    prisma.submission.count({ where: { ...earlier, status: { in: ['Committed', 'Revealed'] } } }),
    prisma.submission.aggregate({ where: earlier, _max: { settledBlock: true } }),
  ]);
  // It became the head when the last of those before it was settled, or at once when there was none.
  const settledBlock = lastSettled._max.settledBlock ?? 0n;
  const headSince = settledBlock > submission.committedBlock ? settledBlock : submission.committedBlock;
  return { ahead, headSince: ahead === 0 ? headSince : undefined };
}

function summarise(live: SubmissionProgress | undefined): EvaluationProgress {
  if (live === undefined) return { isEvaluated: false, isClaimed: false, attesterCount: 0 };
  const { phase, isClaimed, attesters } = live;
  const isEvaluated = phase === 'claim' || phase === 'signatures' || phase === 'posting';
  return { isEvaluated, isClaimed, attesterCount: attesters.signed };
}
