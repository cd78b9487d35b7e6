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
  verdict: Plain<Prisma.VerdictGetPayload<object>> | undefined;
  quorum: Plain<Prisma.VerdictQuorumGetPayload<object>> | undefined;
  fees: Plain<Prisma.FeeDistributionGetPayload<object>> | undefined;
  /** Whom it credited with what, in the order of the events. */
  credits: Plain<Prisma.CreditGetPayload<object>>[];
  queue: QueuePosition | undefined;
  /** How far it is, as the operator of this database knows; `undefined` when it went away meanwhile. */
  progress: SubmissionProgress | undefined;
};

/** Where a submission stands in its task's list, which settles in the order of the commitments. */
export type QueuePosition = {
  /** Unsettled submissions that were committed earlier. */
  ahead: number;
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
  const [fees, credits, queue, progress] = await Promise.all([
    prisma.feeDistribution.findFirst({ where: { submissionId } }),
    prisma.credit.findMany({
      where: { submissionId },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    }),
    isPending && index > 0 ? readQueuePosition(database, { taskId, submissionId }) : undefined,
    readSubmissionProgress(database, { submissionId }),
  ]);
  return {
    submission,
    task,
    verdict: verdict ?? undefined,
    quorum: quorum ?? undefined,
    fees: fees === null ? undefined : toPlain(fees),
    credits: credits.map((credit) => toPlain(credit)),
    queue,
    progress,
  };
}

async function readQueuePosition(
  { prisma }: Database,
  { taskId, submissionId }: { taskId: number; submissionId: bigint },
): Promise<QueuePosition> {
  const ahead = await prisma.submission.count({
    where: { taskId, id: { lt: submissionId }, index: { gt: 0 }, status: { in: ['Committed', 'Revealed'] } },
  });
  return { ahead };
}
