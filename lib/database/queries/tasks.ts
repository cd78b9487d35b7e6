import { type Address, getAddress } from 'viem';
import type { Database } from '../client.ts';
import type { TaskStatus } from '../generated/enums.ts';
import { type Page, type PageParameters, belowCursor, cutPage, pageSize } from './pagination.ts';
import {
  type ChampionRow,
  type SubmissionRow,
  type TaskDefinitionRow,
  type TaskRow,
  type TokenRow,
  type VerdictRow,
  toChampionRow,
  toSubmissionRow,
  toTaskDefinitionRow,
  toTaskRow,
  toTokenRow,
  toVerdictRow,
} from './rows.ts';

export type ListTasksParameters = PageParameters & {
  /** Only tasks in one of these states. */
  statuses?: readonly TaskStatus[] | undefined;
  owner?: Address | undefined;
};

/** Tasks, the newest first. @throws {InvalidCursorError} */
export async function listTasks(
  { prisma }: Database,
  parameters: ListTasksParameters = {},
): Promise<Page<TaskRow>> {
  const { statuses, owner } = parameters;
  const size = pageSize(parameters);
  const below = belowCursor(parameters);
  const rows = await prisma.task.findMany({
    where: {
      ...(statuses && { status: { in: [...statuses] } }),
      ...(owner && { owner: getAddress(owner) }),
      ...(below && { id: { lt: Number(below.lt) } }),
    },
    orderBy: { id: 'desc' },
    take: size + 1,
  });
  return cutPage(rows.map(toTaskRow), { size, cursorOf: (task) => task.id.toString() });
}

/** A champion, past or present, with its submission and what was measured. */
export type Lineage = { champion: ChampionRow; submission: SubmissionRow; verdict: VerdictRow | undefined };

/** A task with what belongs to it. */
export type TaskDetails = {
  task: TaskRow;
  /** The baseline first; empty until the task opened. */
  lineage: Lineage[];
  definition: TaskDefinitionRow | undefined;
  token: TokenRow | undefined;
};

/** One task; `undefined` when the index has none of this id. */
export async function getTask(
  { prisma }: Database,
  { taskId }: { taskId: number },
): Promise<TaskDetails | undefined> {
  const found = await prisma.task.findUnique({
    where: { id: taskId },
    include: {
      champions: {
        include: { submission: { include: { verdict: true } } },
        orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
      },
    },
  });
  if (!found) return undefined;
  const { champions, ...task } = found;
  const [definition, token] = await Promise.all([
    prisma.taskDefinition.findUnique({ where: { id: task.taskDefinitionId } }),
    prisma.token.findUnique({ where: { address: task.token } }),
  ]);
  return {
    task: toTaskRow(task),
    lineage: champions.map(({ submission: { verdict, ...submission }, ...champion }) => ({
      champion: toChampionRow(champion),
      submission: toSubmissionRow(submission),
      verdict: verdict ? toVerdictRow(verdict) : undefined,
    })),
    definition: definition ? toTaskDefinitionRow(definition) : undefined,
    token: token ? toTokenRow(token) : undefined,
  };
}
