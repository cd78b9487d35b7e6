import type { Database } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { toPlain } from '../plain.ts';
import { championScore, type TaskScores } from './scores.ts';
import { type TaskSearch, searchCondition } from './task-search.ts';

/** Which tasks a list shows. `open`: those that take submissions. `closing`: past the deadline, but not settled. */
export type TaskFilter = 'all' | 'open' | 'measuring' | 'closing' | 'ended';
export type TaskOrder = 'newest' | 'bounty' | 'deadline' | 'activity' | 'improvements';

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

const FILTERS: Record<TaskFilter, (now: bigint) => Prisma.Sql | undefined> = {
  all: () => undefined,
  open: (now) => Prisma.sql`status = 'Open' AND deadline > ${now}`,
  measuring: () => Prisma.sql`status = 'Created'`,
  closing: (now) => Prisma.sql`(status = 'Open' AND deadline <= ${now} OR status = 'Solved')`,
  ended: () => Prisma.sql`status IN ('Closed', 'Void')`,
};

/** Each has an index. */
const ORDERS: Record<TaskOrder, Prisma.Sql> = {
  newest: Prisma.sql`id DESC`,
  bounty: Prisma.sql`pool DESC, id DESC`,
  deadline: Prisma.sql`deadline ASC, id DESC`,
  activity: Prisma.sql`submission_count DESC, id DESC`,
  improvements: Prisma.sql`improvement_count DESC, id DESC`,
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
  parameters: {
    filter: TaskFilter;
    order: TaskOrder;
    search?: TaskSearch | undefined;
    now: number;
    skip: number;
    take: number;
  },
): Promise<TaskListEntry[]> {
  const { filter, order, search, now, skip, take } = parameters;
  const conditions = [FILTERS[filter](BigInt(now)), search && searchCondition(search)].filter(
    (condition) => condition !== undefined,
  );
  const where = conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty;
  const ids = await prisma.$queryRaw<{ id: number }[]>`
    SELECT id FROM tasks ${where} ORDER BY ${ORDERS[order]} LIMIT ${take} OFFSET ${skip}`;
  const rows = await prisma.task.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  const tasks = new Map(rows.map((row) => [row.id, toPlain(row)]));
  return withScores(
    { prisma },
    ids.flatMap(({ id }) => tasks.get(id) ?? []),
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

/** Counts for the filters, read from an index alone. */
export async function countTasks({ prisma }: Database, { now }: { now: number }): Promise<TaskCounts> {
  const rows = await prisma.$queryRaw<{ status: TaskListEntry['status']; count: number; running: number }[]>`
    SELECT status::text AS status, count(*)::int AS count, count(*) FILTER (WHERE deadline > ${BigInt(now)})::int AS running
    FROM tasks GROUP BY status`;
  const of = (status: TaskListEntry['status']) =>
    rows.find((row) => row.status === status) ?? { count: 0, running: 0 };
  const open = of('Open');
  return {
    all: rows.reduce((sum, { count }) => sum + count, 0),
    open: open.running,
    measuring: of('Created').count,
    closing: open.count - open.running + of('Solved').count,
    ended: of('Closed').count + of('Void').count,
  };
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
