import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { toPlain } from '../plain.ts';
import { championScore, type TaskScores } from './scores.ts';

/** Which tasks a list shows. `open`: those that take submissions. `closing`: past the deadline, but not settled. */
export type TaskFilter = 'all' | 'open' | 'measuring' | 'closing' | 'ended';
export type TaskOrder = 'newest' | 'bounty' | 'deadline' | 'activity';

/** A task as lists show it. Amounts in base units, times in Unix seconds, scores 1e18 = 1. */
export type TaskListEntry = TaskScores & {
  taskId: number;
  status: 'Created' | 'Open' | 'Solved' | 'Closed' | 'Void';
  owner: string;
  token: string;
  metadataCid: string;
  pool: bigint;
  paid: bigint;
  improvementCount: number;
  /** The baseline does not count. */
  submissionCount: number;
  pendingCount: number;
  deadline: number;
  createdAt: number;
  /** When it was solved, closed or voided. */
  endedAt: number | undefined;
};

const FILTERS: Record<TaskFilter, (now: bigint) => Prisma.TaskWhereInput> = {
  all: () => ({}),
  open: (now) => ({ status: 'Open', deadline: { gt: now } }),
  measuring: () => ({ status: 'Created' }),
  closing: (now) => ({ OR: [{ status: 'Open', deadline: { lte: now } }, { status: 'Solved' }] }),
  ended: () => ({ status: { in: ['Closed', 'Void'] } }),
};

const ORDERS: Record<TaskOrder, Prisma.TaskOrderByWithRelationInput[]> = {
  newest: [{ id: 'desc' }],
  bounty: [{ pool: 'desc' }, { id: 'desc' }],
  deadline: [{ deadline: 'asc' }, { id: 'desc' }],
  activity: [{ submissionCount: 'desc' }, { id: 'desc' }],
};

/** How many tasks each filter shows. */
export type TaskCounts = Record<TaskFilter, number>;

/**
 * One page of the marketplace.
 *
 * @param parameters.now Unix seconds: what is past its deadline.
 * @param parameters.skip Tasks left out before the page.
 */
export async function listTasks(
  { prisma }: Database,
  parameters: { filter: TaskFilter; order: TaskOrder; now: number; skip: number; take: number },
): Promise<TaskListEntry[]> {
  const { filter, order, now, skip, take } = parameters;
  const rows = await prisma.task.findMany({
    where: FILTERS[filter](BigInt(now)),
    orderBy: ORDERS[order],
    skip,
    take,
  });
  return withScores(
    { prisma },
    rows.map((row) => toPlain(row)),
  );
}

/** The tasks of an owner, newest first. */
export async function listTasksOf(
  { prisma }: Database,
  { owner }: { owner: string },
): Promise<TaskListEntry[]> {
  const rows = await prisma.task.findMany({ where: { owner }, orderBy: { id: 'desc' }, take: OWNED_TASKS });
  return withScores(
    { prisma },
    rows.map((row) => toPlain(row)),
  );
}

const OWNED_TASKS = 100;

/** Counts for the filters. */
export async function countTasks({ prisma }: Database, { now }: { now: number }): Promise<TaskCounts> {
  const count = (filter: TaskFilter) => prisma.task.count({ where: FILTERS[filter](BigInt(now)) });
  const [all, open, measuring, closing, ended] = await Promise.all([
    count('all'),
    count('open'),
    count('measuring'),
    count('closing'),
    count('ended'),
  ]);
  return { all, open, measuring, closing, ended };
}

type PlainTask = ReturnType<typeof toPlain<Prisma.TaskGetPayload<object>>>;

async function withScores(
  { prisma }: Pick<Database, 'prisma'>,
  tasks: readonly PlainTask[],
): Promise<TaskListEntry[]> {
  const verdicts = await prisma.verdict.findMany({
    where: { submissionId: { in: tasks.map(({ championId }) => championId) } },
    select: { submissionId: true, challengerPricingSum: true },
  });
  const pricingSums = new Map(
    verdicts.map((row) => [row.submissionId, toPlain(row).challengerPricingSum] as const),
  );
  return tasks.map((task) => ({
    taskId: task.id,
    status: task.status,
    owner: task.owner,
    token: task.token,
    metadataCid: task.metadataCid,
    pool: task.pool,
    paid: task.paid,
    improvementCount: task.improvementCount,
    submissionCount: task.submissionCount - 1,
    pendingCount: task.pendingCount,
    deadline: Number(task.deadline),
    createdAt: Number(task.createdAt),
    endedAt: task.endedAt === null ? undefined : Number(task.endedAt),
    ...championScore({ task, championPricingSum: pricingSums.get(task.championId) }),
  }));
}
