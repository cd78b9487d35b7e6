import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#database/client.ts';
import { readDescriptions } from '#database/descriptions.ts';
import { TaskStatus } from '#database/generated/enums.ts';
import { type TaskScores } from '#database/pages/scores.ts';
import { type TaskPage, readTaskPage } from '#database/pages/task.ts';
import { listTaskRows } from '#database/pages/task-list.ts';
import { parseTaskSearch } from '#database/pages/task-search.ts';
import type { Plain } from '#database/plain.ts';
import type { Task } from '#database/generated/client.ts';
import type { TaskMetadata } from '#protocol/task/bundle.ts';
import { NotInIndexError } from './errors.ts';
import {
  address,
  addressParameter,
  amount,
  blockNumber,
  cid,
  hash,
  moment,
  pageOf,
  pageQuery,
  score,
  submissionId,
  taskIdParameter,
} from './primitives.ts';
import { answers } from './answers.ts';

export const taskSchema = z
  .object({
    taskId: z.int(),
    title: z
      .string()
      .nullable()
      .openapi({ description: 'Null while no operator delivered the description.' }),
    tags: z.array(z.string()),
    status: z.enum(TaskStatus),
    owner: address,
    token: address,
    taskDefinitionId: z.int(),
    bounty: amount,
    pool: amount.openapi({ description: 'What is left of the bounty and of what was added, in base units.' }),
    toppedUp: amount,
    paid: amount,
    returned: amount,
    bond: amount,
    operatorFee: amount,
    targetScore: score,
    baselineScore: score.nullable(),
    championScore: score.nullable(),
    championId: submissionId,
    minGapBps: z.int(),
    rounds: z.int(),
    requiredWins: z.int(),
    quorumBps: z.int(),
    maxPending: z.int(),
    deadline: moment,
    submissionCount: z.int().openapi({ description: 'The baseline does not count.' }),
    pendingCount: z.int(),
    improvementCount: z.int(),
    architectureCid: cid,
    parametersCid: cid,
    evaluationCid: cid,
    metadataCid: cid,
    createdAt: moment,
    createdBlock: blockNumber,
    createdTransaction: hash,
    openedAt: moment.nullable(),
    endedAt: moment.nullable(),
  })
  .openapi('Task');

const taskDetailsSchema = taskSchema
  .extend({
    description: z.string().openapi({ description: 'Markdown by the owner; not to be trusted as HTML.' }),
    licence: z.string(),
    lineage: z
      .array(
        z.object({
          submissionId,
          optimizer: address,
          since: moment,
          score,
          payment: amount,
        }),
      )
      .openapi({ description: 'The champions, the baseline first.' }),
    leaderboard: z
      .array(
        z.object({
          optimizer: address,
          paid: amount,
          submissionCount: z.int(),
          improvementCount: z.int(),
        }),
      )
      .openapi({ description: 'The ten optimizers that were paid most.' }),
    queue: z
      .array(submissionId)
      .openapi({ description: 'The submissions that are not settled, in the order in which they settle.' }),
  })
  .openapi('TaskDetails');

export const listTasksRoute = createRoute({
  method: 'get',
  path: '/tasks',
  summary: 'Tasks',
  description: 'The marketplace: filtered, searched, in one of its orders.',
  request: {
    query: z.object({
      show: z
        .enum(['all', 'open', 'measuring', 'closing', 'ended'])
        .optional()
        .openapi({ description: 'open: takes submissions. closing: past its deadline, or solved.' }),
      order: z.enum(['newest', 'bounty', 'deadline', 'activity', 'improvements']).optional(),
      search: z.string().max(200).optional().openapi({
        description: 'Words of title, tags or description; a task’s number; an owner’s address.',
      }),
      owner: addressParameter.optional(),
      ...pageQuery,
    }),
  },
  responses: answers(pageOf(taskSchema).openapi('TaskPage'), 'A page of tasks.', [400]),
});

export const readTaskRoute = createRoute({
  method: 'get',
  path: '/tasks/{taskId}',
  summary: 'One task',
  description: 'With its description, its line of champions and its best optimizers.',
  request: { params: z.object({ taskId: taskIdParameter }) },
  responses: answers(taskDetailsSchema, 'The task.', [400, 404]),
});

/** A page of the marketplace. @throws {InvalidCursorError} */
export async function answerTasks(
  database: Database,
  query: z.output<typeof listTasksRoute.request.query>,
): Promise<{ rows: z.input<typeof taskSchema>[]; nextCursor: string | null }> {
  const { show = 'all', order = 'newest', search, owner, cursor, limit } = query;
  const { rows, nextCursor } = await listTaskRows(database, {
    filter: show,
    order,
    search: search === undefined ? undefined : parseTaskSearch(search),
    owner,
    cursor,
    limit,
    now: Math.floor(Date.now() / 1000),
  });
  const descriptions = await readDescriptions(
    database,
    rows.map(({ metadataCid }) => metadataCid),
  );
  return {
    rows: rows.map((task) => toTask({ task, scores: task, metadata: descriptions.get(task.metadataCid) })),
    nextCursor: nextCursor ?? null,
  };
}

/** A task with what belongs to it. @throws {NotInIndexError} */
export async function answerTask(
  database: Database,
  { taskId }: { taskId: number },
): Promise<z.input<typeof taskDetailsSchema>> {
  const page = await readTaskPage(database, { taskId });
  if (page === undefined) throw new NotInIndexError({ what: `task ${taskId}` });
  const { task, scores, lineage, leaderboard, queue }: TaskPage = page;
  const metadata = (await readDescriptions(database, [task.metadataCid])).get(task.metadataCid);
  return {
    ...toTask({ task, scores, metadata }),
    description: metadata?.description ?? '',
    licence: metadata?.licence ?? '',
    lineage: lineage.map((champion) => ({
      submissionId: champion.submissionId.toString(),
      optimizer: champion.optimizer,
      since: champion.since,
      score: champion.score.toString(),
      payment: champion.payment.toString(),
    })),
    leaderboard: leaderboard.map(({ optimizer, paid, submissionCount, improvementCount }) => ({
      optimizer,
      paid: paid.toString(),
      submissionCount,
      improvementCount,
    })),
    queue: queue.map(String),
  };
}

function toTask(parameters: {
  task: Plain<Task>;
  scores: TaskScores;
  metadata: TaskMetadata | undefined;
}): z.input<typeof taskSchema> {
  const { task, scores, metadata } = parameters;
  return {
    taskId: task.id,
    title: metadata?.title ?? null,
    tags: metadata?.tags ?? [],
    status: task.status,
    owner: task.owner,
    token: task.token,
    taskDefinitionId: task.taskDefinitionId,
    bounty: task.bounty.toString(),
    pool: task.pool.toString(),
    toppedUp: task.toppedUp.toString(),
    paid: task.paid.toString(),
    returned: task.returned.toString(),
    bond: task.bond.toString(),
    operatorFee: task.operatorFee.toString(),
    targetScore: task.targetScore.toString(),
    baselineScore: scores.baselineScore?.toString() ?? null,
    championScore: scores.championScore?.toString() ?? null,
    championId: task.championId.toString(),
    minGapBps: task.minGapBps,
    rounds: task.rounds,
    requiredWins: task.requiredWins,
    quorumBps: task.quorumBps,
    maxPending: task.maxPending,
    deadline: Number(task.deadline),
    submissionCount: task.submissionCount - 1,
    pendingCount: task.pendingCount,
    improvementCount: task.improvementCount,
    architectureCid: task.architectureCid,
    parametersCid: task.parametersCid,
    evaluationCid: task.evaluationCid,
    metadataCid: task.metadataCid,
    createdAt: Number(task.createdAt),
    createdBlock: Number(task.createdBlock),
    createdTransaction: task.createdTransaction,
    openedAt: task.openedAt === null ? null : Number(task.openedAt),
    endedAt: task.endedAt === null ? null : Number(task.endedAt),
  };
}
