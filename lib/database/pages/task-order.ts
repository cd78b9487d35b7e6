import { Prisma } from '../generated/client.ts';
import { InvalidCursorError } from '../queries/pagination.ts';

export type TaskOrder = 'newest' | 'bounty' | 'deadline' | 'activity' | 'improvements';

/** What an order reads of a task. */
type OrderedTask = {
  id: number;
  pool: bigint;
  deadline: bigint;
  submissionCount: number;
  improvementCount: number;
};

type Order = {
  /** As SQL; each has an index. */
  by: Prisma.Sql;
  /** Where a task stands in it; two tasks of the same value are in the order of their numbers, the newer first. */
  valueOf: (task: OrderedTask) => bigint;
  /** The tasks behind a place in it. */
  after: (place: { value: bigint; id: number }) => Prisma.Sql;
};

/** The orders of the marketplace. */
export const TASK_ORDERS: Record<TaskOrder, Order> = {
  newest: {
    by: Prisma.sql`id DESC`,
    valueOf: ({ id }) => BigInt(id),
    after: ({ id }) => Prisma.sql`id < ${id}`,
  },
  bounty: {
    by: Prisma.sql`pool DESC, id DESC`,
    valueOf: ({ pool }) => pool,
    after: ({ value, id }) => Prisma.sql`(pool, id) < (${value.toString()}::numeric, ${id})`,
  },
  deadline: {
    by: Prisma.sql`deadline ASC, id DESC`,
    valueOf: ({ deadline }) => deadline,
    after: ({ value, id }) => Prisma.sql`deadline >= ${value} AND (deadline > ${value} OR id < ${id})`,
  },
  activity: {
    by: Prisma.sql`submission_count DESC, id DESC`,
    valueOf: ({ submissionCount }) => BigInt(submissionCount),
    after: ({ value, id }) => Prisma.sql`(submission_count, id) < (${Number(value)}, ${id})`,
  },
  improvements: {
    by: Prisma.sql`improvement_count DESC, id DESC`,
    valueOf: ({ improvementCount }) => BigInt(improvementCount),
    after: ({ value, id }) => Prisma.sql`(improvement_count, id) < (${Number(value)}, ${id})`,
  },
};

/** Where the next page of an order begins. */
export function taskCursor(order: TaskOrder, task: OrderedTask): string {
  return `${TASK_ORDERS[order].valueOf(task)}-${task.id}`;
}

/** The largest value of each, within its column. */
const LIMITS = { pool: 10n ** 78n, int8: 2n ** 63n, int4: 2n ** 31n } as const;
const LIMIT_OF: Record<TaskOrder, bigint> = {
  newest: LIMITS.int8,
  bounty: LIMITS.pool,
  deadline: LIMITS.int8,
  activity: LIMITS.int4,
  improvements: LIMITS.int4,
};

/** The condition for a page that begins at a cursor. @throws {InvalidCursorError} */
export function afterCursor(order: TaskOrder, cursor: string): Prisma.Sql {
  const [, valueText, idText] = /^(\d{1,78})-(\d{1,10})$/.exec(cursor) ?? [];
  if (valueText === undefined || idText === undefined) throw new InvalidCursorError({ cursor });
  const place = { value: BigInt(valueText), id: Number(idText) };
  if (place.value >= LIMIT_OF[order] || BigInt(place.id) >= LIMITS.int4)
    throw new InvalidCursorError({ cursor });
  return TASK_ORDERS[order].after(place);
}
