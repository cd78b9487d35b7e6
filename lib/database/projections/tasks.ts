import { toCid } from '#protocol/content/pointer.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { OUTCOMES } from '#protocol/verdict/outcome.ts';
import { toPlain } from '../plain.ts';
import { type ChainEventOf, eventGuard } from './events.ts';
import { type Projection, numberKeys, requireRow } from './projection.ts';
import type { Tables } from './tables.ts';
import { storableText } from './text.ts';

type TaskRow = Tables['tasks'];

const TASK_EVENTS = [
  'modelSubmission.TaskCreated',
  'modelSubmission.TaskOpened',
  'modelSubmission.TaskVoided',
  'modelSubmission.TaskSolved',
  'modelSubmission.TaskClosed',
  'modelSubmission.ToppedUp',
  'modelSubmission.SubmissionCommitted',
  'modelSubmission.SubmissionSettled',
  'modelSubmission.SubmissionNotRevealed',
  'modelSubmission.SubmissionExpired',
  'modelSubmission.ChampionChanged',
] as const;

type TaskEvent = ChainEventOf<(typeof TASK_EVENTS)[number]>;

const isAboutTask = eventGuard(TASK_EVENTS);

/** Tasks, from what model submission says about them. */
export const taskProjection: Projection<'tasks'> = {
  table: 'tasks',
  keysOf: (event) => (isAboutTask(event) ? [event.args.taskId] : []),
  reduce: (row, event, key) => {
    if (!isAboutTask(event)) return row;
    if (event.name === 'modelSubmission.TaskCreated') return createTask(event);
    const task = requireRow(row, { table: 'tasks', key, event });
    return { ...task, ...changeTask(task, event) };
  },
  load: async (transaction, keys) => {
    const rows = await transaction.task.findMany({ where: { id: { in: numberKeys(keys) } } });
    return new Map(rows.map((row) => [row.id, toPlain(row)]));
  },
  remove: async (transaction, keys) => {
    await transaction.task.deleteMany({ where: { id: { in: numberKeys(keys) } } });
  },
  eventsOf: (keys) => ({ taskId: { in: numberKeys(keys) } }),
};

function createTask(event: ChainEventOf<'modelSubmission.TaskCreated'>): TaskRow {
  const { taskId, owner, token, baselineId, terms } = event.args;
  return {
    id: taskId,
    status: 'Created',
    owner,
    token,
    taskDefinitionId: terms.taskDefinitionId,
    architectureCid: toCid(terms.architecture).toString(),
    parametersCid: toCid(terms.parameters).toString(),
    evaluationCid: toCid(terms.evaluation).toString(),
    metadataCid: toCid(terms.metadata).toString(),
    storageAddresses: terms.storageAddresses.map(storableText),
    storageQuotaBytes: terms.storageQuotaBytes,
    bounty: terms.bounty,
    pool: terms.bounty,
    toppedUp: 0n,
    paid: 0n,
    returned: 0n,
    bond: terms.bond,
    operatorFee: terms.operatorFee,
    targetScore: terms.targetScore,
    minGapBps: terms.minGapBps,
    rounds: terms.rounds,
    requiredWins: terms.requiredWins,
    quorumBps: terms.quorumBps,
    maxPending: terms.maxPending,
    deadline: BigInt(terms.deadline),
    baselineId,
    championId: baselineId,
    championSinceBlock: null,
    baselineDecidingSum: null,
    submissionCount: 1,
    pendingCount: 0,
    improvementCount: 0,
    createdBlock: event.blockNumber,
    createdAt: event.timestamp,
    createdTransaction: event.transactionHash,
    openedBlock: null,
    openedAt: null,
    endedBlock: null,
    endedAt: null,
  };
}

function changeTask(task: TaskRow, event: TaskEvent): Partial<TaskRow> {
  const ended = { endedBlock: event.blockNumber, endedAt: event.timestamp };
  switch (event.name) {
    case 'modelSubmission.TaskCreated':
      return {};
    case 'modelSubmission.TaskOpened':
      return {
        status: 'Open',
        championSinceBlock: event.blockNumber,
        baselineDecidingSum: event.args.championDecidingSum,
        openedBlock: event.blockNumber,
        openedAt: event.timestamp,
      };
    case 'modelSubmission.TaskVoided':
      return { status: 'Void', returned: task.pool, pool: 0n, ...ended };
    case 'modelSubmission.TaskSolved':
      return { status: 'Solved', ...ended };
    case 'modelSubmission.TaskClosed':
      return { status: 'Closed', returned: event.args.returned, pool: 0n, ...ended };
    case 'modelSubmission.ToppedUp':
      return { pool: event.args.pool, toppedUp: task.toppedUp + event.args.amount };
    case 'modelSubmission.SubmissionCommitted':
      return { submissionCount: task.submissionCount + 1, pendingCount: task.pendingCount + 1 };
    case 'modelSubmission.SubmissionSettled': {
      const { submissionId, payment, pool, verdict } = event.args;
      const isImproved = OUTCOMES[verdict.outcome] === 'Improved';
      return {
        pool,
        paid: task.paid + payment,
        pendingCount: task.pendingCount - pendingOf(submissionId),
        improvementCount: task.improvementCount + (isImproved ? 1 : 0),
      };
    }
    case 'modelSubmission.SubmissionNotRevealed':
    case 'modelSubmission.SubmissionExpired':
      return { pendingCount: task.pendingCount - pendingOf(event.args.submissionId) };
    case 'modelSubmission.ChampionChanged':
      return { championId: event.args.championId, championSinceBlock: event.blockNumber };
  }
}

/** A baseline was never counted as pending. */
function pendingOf(submissionId: bigint): number {
  return fromSubmissionId(submissionId).index === 0 ? 0 : 1;
}
