import type { Database } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { toPlain } from '../plain.ts';
import { type Page, type PageParameters, cutPage, pageSize } from '../queries/pagination.ts';
import { type TaskRow, toTaskRow } from '../queries/rows.ts';
import { championScore, type TaskScores } from './scores.ts';
import { TASK_ORDERS, type TaskOrder, afterCursor, taskCursor } from './task-order.ts';
import { type TaskSearch, searchCondition } from './task-search.ts';

/** Which tasks a list shows. `open`: those that take submissions. `closing`: past the deadline, but not settled. */
export type TaskFilter = 'all' | 'open' | 'measuring' | 'closing' | 'ended';

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

/** How many tasks each filter shows. */
export type TaskCounts = Record<TaskFilter, number>;

/** Which tasks, in which order. */
export type TaskSelection = {
  filter: TaskFilter;
  order: TaskOrder;
  search?: TaskSearch | undefined;
  owner?: string | undefined;
  /** Unix seconds: what is past its deadline. */
  now: number;
};

/** One page of the marketplace; the order's own cursor begins the next. @throws {InvalidCursorError} */
export async function listTasks(
  database: Database,
  parameters: TaskSelection & PageParameters,
): Promise<Page<TaskListEntry>> {
  const { rows, nextCursor } = await selectTasks(database, parameters);
  return { rows: await withScores(database, rows), nextCursor };
}

/** As `listTasks`, with everything that the index knows of each task. @throws {InvalidCursorError} */
export async function listTaskRows(
  database: Database,
  parameters: TaskSelection & PageParameters,
): Promise<Page<TaskRow & TaskScores>> {
  const { rows, nextCursor } = await selectTasks(database, parameters);
  const sums = await readPricingSums(database, rows);
  return {
    nextCursor,
    rows: rows.map((task) => ({
      ...task,
      ...championScore({ task, championPricingSum: sums.get(task.championId) }),
    })),
  };
}

/** The numbers first, by an index of the order; then the rows. */
async function selectTasks(
  { prisma }: Database,
  parameters: TaskSelection & PageParameters,
): Promise<Page<TaskRow>> {
  const { filter, order, search, owner, now, cursor } = parameters;
  const size = pageSize(parameters);
  const conditions = [
    FILTERS[filter](BigInt(now)),
    search && searchCondition(search),
    owner === undefined ? undefined : Prisma.sql`owner = ${owner}`,
    cursor === undefined ? undefined : afterCursor(order, cursor),
  ].filter((condition) => condition !== undefined);
  const where = conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty;
  const ids = await prisma.$queryRaw<{ id: number }[]>`
    SELECT id FROM tasks ${where} ORDER BY ${TASK_ORDERS[order].by} LIMIT ${size + 1}`;
  const found = await prisma.task.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  const byId = new Map(found.map((row) => [row.id, toTaskRow(row)]));
  const rows = ids.flatMap(({ id }) => byId.get(id) ?? []);
  return cutPage(rows, { size, cursorOf: (task) => taskCursor(order, task) });
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

/** The sums that the champions' own verdicts measured. */
async function readPricingSums(
  { prisma }: Pick<Database, 'prisma'>,
  tasks: readonly { championId: bigint }[],
): Promise<Map<bigint, bigint>> {
  const verdicts = await prisma.verdict.findMany({
    where: { submissionId: { in: tasks.map(({ championId }) => championId) } },
    select: { submissionId: true, challengerPricingSum: true },
  });
  return new Map(verdicts.map((row) => [row.submissionId, toPlain(row).challengerPricingSum] as const));
}

async function withScores(
  database: Pick<Database, 'prisma'>,
  tasks: readonly PlainTask[],
): Promise<TaskListEntry[]> {
  const pricingSums = await readPricingSums(database, tasks);
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
