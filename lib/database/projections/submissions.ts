import { toCid } from '#protocol/content/pointer.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { fromAbiVerdict } from '#protocol/verdict/verdict.ts';
import { toPlain } from '../plain.ts';
import { type ChainEvent, type ChainEventOf, eventGuard } from './events.ts';
import { type Projection, bigintKeys, requireRow } from './projection.ts';
import type { Tables } from './tables.ts';

type SubmissionRow = Tables['submissions'];

const SUBMISSION_EVENTS = [
  'modelSubmission.SubmissionCommitted',
  'modelSubmission.SubmissionRevealed',
  'modelSubmission.SeedFixed',
  'modelSubmission.SubmissionSettled',
  'modelSubmission.SubmissionNotRevealed',
  'modelSubmission.SubmissionExpired',
] as const;

type SubmissionEvent = ChainEventOf<(typeof SUBMISSION_EVENTS)[number]>;

const isAboutSubmission = eventGuard(SUBMISSION_EVENTS);

/** Submissions, baselines included. */
export const submissionProjection: Projection<'submissions'> = {
  table: 'submissions',
  keysOf: (event) => {
    if (event.name === 'modelSubmission.TaskCreated') return [event.args.baselineId];
    return isAboutSubmission(event) ? [event.args.submissionId] : [];
  },
  reduce: (row, event, key) => {
    if (event.name === 'modelSubmission.TaskCreated') return createBaseline(event);
    if (event.name === 'modelSubmission.SubmissionCommitted') return createSubmission(event);
    if (!isAboutSubmission(event)) return row;
    return { ...requireRow(row, { table: 'submissions', key, event }), ...changeSubmission(event) };
  },
  load: async (transaction, keys) => {
    const rows = await transaction.submission.findMany({ where: { id: { in: bigintKeys(keys) } } });
    return new Map(rows.map((row) => [row.id, toPlain(row)]));
  },
  remove: async (transaction, keys) => {
    await transaction.submission.deleteMany({ where: { id: { in: bigintKeys(keys) } } });
  },
  eventsOf: (keys) => ({ submissionId: { in: bigintKeys(keys) } }),
};

/** The owner's initial parameters count as revealed from the start. */
function createBaseline(event: ChainEventOf<'modelSubmission.TaskCreated'>): SubmissionRow {
  const { taskId, baselineId, owner, seedBlock, terms } = event.args;
  return {
    ...newSubmission(event, { id: baselineId, optimizer: owner }),
    taskId,
    status: 'Revealed',
    parametersCid: toCid(terms.parameters).toString(),
    championAtReveal: baselineId,
    seedBlock: BigInt(seedBlock),
    revealedBlock: event.blockNumber,
    revealedAt: event.timestamp,
    revealTransaction: event.transactionHash,
  };
}

function createSubmission(event: ChainEventOf<'modelSubmission.SubmissionCommitted'>): SubmissionRow {
  const { submissionId, optimizer, commitment, bond } = event.args;
  return { ...newSubmission(event, { id: submissionId, optimizer }), commitment, bond };
}

function newSubmission(
  event: ChainEvent,
  { id, optimizer }: { id: bigint; optimizer: string },
): SubmissionRow {
  return {
    id,
    ...fromSubmissionId(id),
    status: 'Committed',
    optimizer,
    commitment: null,
    bond: 0n,
    parametersCid: null,
    championAtReveal: null,
    seedBlock: null,
    seed: null,
    prevRandao: null,
    committedBlock: event.blockNumber,
    committedAt: event.timestamp,
    commitTransaction: event.transactionHash,
    revealedBlock: null,
    revealedAt: null,
    revealTransaction: null,
    settledBlock: null,
    settledAt: null,
    settleTransaction: null,
    payment: 0n,
  };
}

function changeSubmission(event: SubmissionEvent): Partial<SubmissionRow> {
  const settled = {
    settledBlock: event.blockNumber,
    settledAt: event.timestamp,
    settleTransaction: event.transactionHash,
  };
  switch (event.name) {
    case 'modelSubmission.SubmissionCommitted':
      return {};
    case 'modelSubmission.SubmissionRevealed':
      return {
        status: 'Revealed',
        parametersCid: toCid(event.args.parameters).toString(),
        championAtReveal: event.args.championAtReveal,
        seedBlock: BigInt(event.args.seedBlock),
        revealedBlock: event.blockNumber,
        revealedAt: event.timestamp,
        revealTransaction: event.transactionHash,
      };
    case 'modelSubmission.SeedFixed':
      return { seed: event.args.seed, prevRandao: event.args.prevRandao };
    case 'modelSubmission.SubmissionSettled':
      return {
        status: fromAbiVerdict(event.args.verdict).outcome,
        payment: event.args.payment,
        ...settled,
      };
    case 'modelSubmission.SubmissionNotRevealed':
      return { status: 'NotRevealed', ...settled };
    case 'modelSubmission.SubmissionExpired':
      return { status: 'Expired', ...settled };
  }
}
