import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
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
  /** The identifiers of those that are not settled, in the order in which they settle. */
  queue: bigint[];
  /** The optimizers, by what they were paid, the best first. */
  leaderboard: LeaderboardEntry[];
};

/** What an optimizer achieved in a task. */
export type LeaderboardEntry = {
  optimizer: string;
  submissionCount: number;
  improvementCount: number;
  /** In base units of the task's token. */
  paid: bigint;
  /** Of its newest submission. */
  lastCommittedAt: number;
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
const SHOWN_SUBMISSIONS = 50;
/** Champions on a task's page. */
const SHOWN_CHAMPIONS = 500;

/** Optimizers on a task's page. */
const SHOWN_OPTIMIZERS = 10;

/** Everything about a task; `undefined` when there is none of this number. */
export async function readTaskPage(
  { prisma }: Database,
  { taskId }: { taskId: number },
): Promise<TaskPage | undefined> {
  const row = await prisma.task.findUnique({ where: { id: taskId } });
  if (row === null) return undefined;
  const task = toPlain(row);
  const ofTask = submissionRange(taskId);
  const [definition, champions, submissions, queue, leaders] = await Promise.all([
    prisma.taskDefinition.findUnique({ where: { id: task.taskDefinitionId } }),
    prisma.champion.findMany({
      where: { taskId },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
      take: SHOWN_CHAMPIONS,
      include: { submission: { include: { verdict: true } } },
    }),
    prisma.submission.findMany({
      where: { id: ofTask },
      orderBy: { id: 'desc' },
      take: SHOWN_SUBMISSIONS,
      include: { verdict: { select: { wins: true, outcome: true } } },
    }),
    prisma.submission.findMany({
      where: { taskId, status: { in: ['Committed', 'Revealed'] }, id: ofTask },
      orderBy: { id: 'asc' },
      select: { id: true },
    }),
    prisma.$queryRaw<LeaderRow[]>`
      SELECT optimizer, count(*)::int AS "submissionCount", sum(payment)::text AS paid,
        (count(*) FILTER (WHERE status = 'Improved'))::int AS "improvementCount",
        max(committed_at) AS "lastCommittedAt"
      FROM submissions WHERE id > ${ofTask.gt} AND id < ${ofTask.lt}
      GROUP BY optimizer ORDER BY sum(payment) DESC, count(*) FILTER (WHERE status = 'Improved') DESC, min(id)
      LIMIT ${SHOWN_OPTIMIZERS}`,
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
    queue: queue.map(({ id }) => id),
    leaderboard: leaders.map(({ paid, lastCommittedAt, ...leader }) => ({
      ...leader,
      paid: BigInt(paid),
      lastCommittedAt: Number(lastCommittedAt),
    })),
  };
}

type LeaderRow = {
  optimizer: string;
  submissionCount: number;
  improvementCount: number;
  paid: string;
  lastCommittedAt: bigint;
};

/** The identifiers of a task's submissions, its baseline left out: a range of the primary key. */
function submissionRange(taskId: number): { gt: bigint; lt: bigint } {
  return { gt: toSubmissionId({ taskId, index: 0 }), lt: toSubmissionId({ taskId: taskId + 1, index: 0 }) };
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
