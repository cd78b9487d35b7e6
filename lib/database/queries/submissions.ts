import { type Address, getAddress } from 'viem';
import type { Database } from '../client.ts';
import type { SubmissionStatus } from '../generated/enums.ts';
import { type Page, type PageParameters, belowCursor, cutPage, pageSize } from './pagination.ts';
import {
  type CreditRow,
  type FeeDistributionRow,
  type SubmissionRow,
  type TaskRow,
  type VerdictQuorumRow,
  type VerdictRow,
  toCreditRow,
  toFeeDistributionRow,
  toSubmissionRow,
  toTaskRow,
  toVerdictQuorumRow,
  toVerdictRow,
} from './rows.ts';

export type ListSubmissionsParameters = PageParameters & {
  taskId?: number | undefined;
  optimizer?: Address | undefined;
  /** Only submissions in one of these states. */
  statuses?: readonly SubmissionStatus[] | undefined;
};

/** Submissions, the newest of the newest task first. @throws {InvalidCursorError} */
export async function listSubmissions(
  { prisma }: Database,
  parameters: ListSubmissionsParameters = {},
): Promise<Page<SubmissionRow>> {
  const { taskId, optimizer, statuses } = parameters;
  const size = pageSize(parameters);
  const below = belowCursor(parameters);
  const rows = await prisma.submission.findMany({
    where: {
      ...(taskId !== undefined && { taskId }),
      ...(optimizer && { optimizer: getAddress(optimizer) }),
      ...(statuses && { status: { in: [...statuses] } }),
      ...(below && { id: below }),
    },
    orderBy: { id: 'desc' },
    take: size + 1,
  });
  return cutPage(rows.map(toSubmissionRow), { size, cursorOf: ({ id }) => id.toString() });
}

/** A submission with what became of it. */
export type SubmissionDetails = {
  submission: SubmissionRow;
  task: TaskRow;
  verdict: VerdictRow | undefined;
  quorum: VerdictQuorumRow | undefined;
  /** What its settlement credited to whom. */
  credits: CreditRow[];
  fees: FeeDistributionRow | undefined;
};

/** One submission; `undefined` when the index has none of this id. */
export async function getSubmission(
  { prisma }: Database,
  { submissionId }: { submissionId: bigint },
): Promise<SubmissionDetails | undefined> {
  const found = await prisma.submission.findUnique({
    where: { id: submissionId },
    include: { task: true, verdict: true, quorum: true },
  });
  if (!found) return undefined;
  const { task, verdict, quorum, ...submission } = found;
  const [credits, fees] = await Promise.all([
    prisma.credit.findMany({
      where: { submissionId },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    }),
    prisma.feeDistribution.findFirst({ where: { submissionId } }),
  ]);
  return {
    submission: toSubmissionRow(submission),
    task: toTaskRow(task),
    verdict: verdict ? toVerdictRow(verdict) : undefined,
    quorum: quorum ? toVerdictQuorumRow(quorum) : undefined,
    credits: credits.map(toCreditRow),
    fees: fees ? toFeeDistributionRow(fees) : undefined,
  };
}

/**
 * The submissions of a task that are not settled, in commit order: the first is the head of the list, the only one
 * that can become champion. A baseline that is being measured comes first.
 */
export async function listPendingSubmissions(
  { prisma }: Database,
  { taskId }: { taskId: number },
): Promise<SubmissionRow[]> {
  const rows = await prisma.submission.findMany({
    where: { taskId, status: { in: ['Committed', 'Revealed'] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toSubmissionRow);
}

/** The revealed submissions of all tasks: what operators owe a verdict. In order of their seed blocks. */
export async function listRevealedSubmissions({ prisma }: Database): Promise<SubmissionRow[]> {
  const rows = await prisma.submission.findMany({
    where: { status: 'Revealed' },
    orderBy: [{ seedBlock: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toSubmissionRow);
}
