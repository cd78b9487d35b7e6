import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { type Plain, toPlain } from '../plain.ts';
import { type TaskScores, championScore } from './scores.ts';

/** A task with what its page shows. Amounts in base units, times in Unix seconds, scores 1e18 = 1. */
export type TaskPage = {
  task: Plain<Prisma.TaskGetPayload<object>>;
  scores: TaskScores;
  /** What it is evaluated by; `undefined` when the index does not know the definition. */
  definition: Plain<Prisma.TaskDefinitionGetPayload<object>> | undefined;
  /** The champions, the baseline first. */
  lineage: LineageEntry[];
  /** The newest submissions, newest first; without the baseline. */
  submissions: SubmissionEntry[];
};

/** A model that was or is champion. */
export type LineageEntry = {
  submissionId: bigint;
  index: number;
  optimizer: string;
  /** Since when it is or was the champion. */
  since: number;
  score: bigint;
  /** Zero for the baseline. */
  payment: bigint;
};

/** A submission as lists show it. */
export type SubmissionEntry = {
  submissionId: bigint;
  taskId: number;
  index: number;
  optimizer: string;
  status: Prisma.SubmissionGetPayload<object>['status'];
  bond: bigint;
  payment: bigint;
  seedBlock: bigint | undefined;
  committedAt: number;
  settledAt: number | undefined;
  /** Deciding rounds won, once a verdict that compared stands. */
  wins: number | undefined;
};

/** Submissions on a task's page. */
const SHOWN_SUBMISSIONS = 100;
/** Champions on a task's page. */
const SHOWN_CHAMPIONS = 500;

/** Everything about a task; `undefined` when there is none of this number. */
export async function readTaskPage(
  { prisma }: Database,
  { taskId }: { taskId: number },
): Promise<TaskPage | undefined> {
  const row = await prisma.task.findUnique({ where: { id: taskId } });
  if (row === null) return undefined;
  const task = toPlain(row);
  const [definition, champions, submissions] = await Promise.all([
    prisma.taskDefinition.findUnique({ where: { id: task.taskDefinitionId } }),
    prisma.champion.findMany({
      where: { taskId },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
      take: SHOWN_CHAMPIONS,
      include: { submission: { include: { verdict: true } } },
    }),
    prisma.submission.findMany({
      where: { taskId, index: { gt: 0 } },
      orderBy: { id: 'desc' },
      take: SHOWN_SUBMISSIONS,
      include: { verdict: { select: { wins: true, outcome: true } } },
    }),
  ]);
  const lineage = champions.map((champion) => {
    const { submission, timestamp } = toPlain(champion);
    const { verdict } = submission;
    const sum =
      submission.id === task.baselineId ? task.baselineDecidingSum : (verdict?.challengerPricingSum ?? null);
    return {
      submissionId: submission.id,
      index: submission.index,
      optimizer: submission.optimizer,
      since: Number(timestamp),
      score: (sum ?? 0n) / BigInt(task.rounds),
      payment: submission.payment,
    };
  });
  const champion = champions.find(({ submissionId }) => submissionId === task.championId);
  return {
    task,
    scores: championScore({
      task,
      championPricingSum: champion ? toPlain(champion).submission.verdict?.challengerPricingSum : undefined,
    }),
    definition: definition === null ? undefined : toPlain(definition),
    lineage,
    submissions: submissions.map(toSubmissionEntry),
  };
}

/** The submissions of an optimizer, newest first, each with its task's token and rounds. */
export async function listSubmissionsOf(
  { prisma }: Database,
  { optimizer }: { optimizer: string },
): Promise<(SubmissionEntry & { token: string; rounds: number })[]> {
  const rows = await prisma.submission.findMany({
    where: { optimizer, index: { gt: 0 } },
    orderBy: { id: 'desc' },
    take: SHOWN_SUBMISSIONS,
    include: {
      verdict: { select: { wins: true, outcome: true } },
      task: { select: { token: true, rounds: true } },
    },
  });
  return rows.map((row) => ({ ...toSubmissionEntry(row), ...row.task }));
}

type SubmissionRow = Prisma.SubmissionGetPayload<{
  include: { verdict: { select: { wins: true; outcome: true } } };
}>;

function toSubmissionEntry(row: SubmissionRow): SubmissionEntry {
  const { verdict, ...submission } = toPlain(row);
  const isCompared = verdict?.outcome === 'Improved' || verdict?.outcome === 'NotImproved';
  return {
    submissionId: submission.id,
    taskId: submission.taskId,
    index: submission.index,
    optimizer: submission.optimizer,
    status: submission.status,
    bond: submission.bond,
    payment: submission.payment,
    seedBlock: submission.seedBlock ?? undefined,
    committedAt: Number(submission.committedAt),
    settledAt: submission.settledAt === null ? undefined : Number(submission.settledAt),
    wins: isCompared ? verdict.wins : undefined,
  };
}
