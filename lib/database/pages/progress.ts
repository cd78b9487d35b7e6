import type { SubmissionPhase, SubmissionProgress } from '#protocol/http/progress.ts';
import { performerIndex } from '#protocol/verdict/messages.ts';
import { BASIS_POINTS } from '#protocol/verdict/scores.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { readHex } from '../operator/hex.ts';
import { type Plain, toPlain } from '../plain.ts';
import { readBlockSeconds, readCheckpoint } from './checkpoint.ts';
import { type Pauses, readPauses } from './pauses.ts';

/** More submissions than this are not followed at once. */
const MOST_SUBMISSIONS = 500;

/** How far a submission is; `undefined` when the index has none of this number. */
export async function readSubmissionProgress(
  database: Database,
  { submissionId }: { submissionId: bigint },
): Promise<SubmissionProgress | undefined> {
  const [progress] = await readProgress(database, { id: submissionId });
  return progress;
}

/** How far each submission is that is not settled, in the order of their numbers. */
export async function listPendingProgress(database: Database): Promise<SubmissionProgress[]> {
  return readProgress(database, { status: { in: ['Committed', 'Revealed'] } });
}

/**
 * What changes when any submission's progress does, read in one query: so that whoever follows it need not read all of
 * it again and again.
 */
export async function readProgressMark({ prisma }: Database): Promise<string> {
  const [row] = await prisma.$queryRaw<{ mark: string | null }[]>`
    SELECT md5(string_agg(concat_ws(' ', e.submission_id, e.seed, e.champion_id, e.status, e.finished_rounds,
      (SELECT count(*) FROM performer_claims c
        WHERE (c.submission_id, c.seed, c.champion_id) = (e.submission_id, e.seed, e.champion_id)),
      (SELECT count(*) FROM received_attestations a
        WHERE (a.submission_id, a.seed, a.champion_id) = (e.submission_id, e.seed, e.champion_id)
          AND a.is_verified)), ',' ORDER BY e.submission_id, e.seed, e.champion_id)) AS mark
    FROM operator_evaluations e JOIN submissions s ON s.id = e.submission_id AND s.status = 'Revealed'`;
  return row?.mark ?? '';
}

type SubmissionRow = Plain<Prisma.SubmissionGetPayload<{ include: { task: true } }>>;

/** What all submissions have in common, and what there is about each. */
type Surroundings = {
  headBlock: bigint;
  /** Of the head, Unix seconds. */
  headTimestamp: number;
  blockSeconds: number | undefined;
  pauses: Pauses;
  definitions: ReadonlyMap<number, Plain<Prisma.TaskDefinitionGetPayload<object>>>;
  /** The applied set in the order of its indices. */
  members: readonly string[];
  powers: ReadonlyMap<string, bigint>;
  /** By submission: what the operator of this database heard. */
  heard: ReadonlyMap<bigint, Heard>;
  /** By task: the submissions of its list, in the order in which they settle. */
  lists: ReadonlyMap<number, ListState>;
};

/** The newest evaluation of a submission; against a new champion everything starts anew. */
type Heard = {
  seed: string;
  status: 'Due' | 'Done' | 'Abstained';
  finishedRounds: number;
  isClaimed: boolean;
  signers: readonly string[];
};

type ListState = { headId: bigint; lastSettledBlock: bigint };

async function readProgress(
  database: Database,
  where: Prisma.SubmissionWhereInput,
): Promise<SubmissionProgress[]> {
  const { prisma } = database;
  const rows = await prisma.submission.findMany({
    where,
    include: { task: true },
    orderBy: { id: 'asc' },
    take: MOST_SUBMISSIONS,
  });
  if (rows.length === 0) return [];
  const submissions = rows.map((row) => toPlain(row));
  const surroundings = await readSurroundings(database, submissions);
  return submissions.map((submission) => describeProgress(submission, surroundings));
}

async function readSurroundings(
  database: Database,
  submissions: readonly SubmissionRow[],
): Promise<Surroundings> {
  const { prisma } = database;
  const [checkpoint, blockSeconds, pauses, definitions, set, operators, heard, lists] = await Promise.all([
    readCheckpoint(database),
    readBlockSeconds(database),
    readPauses(database),
    prisma.taskDefinition.findMany(),
    prisma.operatorSet.findFirst(),
    prisma.operator.findMany({ where: { power: { gt: 0 } }, select: { account: true, power: true } }),
    readHeard(
      database,
      submissions.map(({ id }) => id),
    ),
    readLists(database, [...new Set(submissions.map(({ taskId }) => taskId))]),
  ]);
  return {
    headBlock: checkpoint?.blockNumber ?? 0n,
    headTimestamp: checkpoint?.timestamp ?? 0,
    blockSeconds,
    pauses,
    definitions: new Map(definitions.map((row) => [row.id, toPlain(row)])),
    members: set?.members ?? [],
    powers: new Map(operators.map((row) => [row.account, toPlain(row).power])),
    heard,
    lists,
  };
}

async function readHeard(
  { prisma }: Database,
  submissionIds: readonly bigint[],
): Promise<Map<bigint, Heard>> {
  const where = { submissionId: { in: [...submissionIds] } };
  const [evaluations, claims, attestations] = await Promise.all([
    prisma.operatorEvaluation.findMany({
      where,
      orderBy: { createdAt: 'asc' },
      select: { submissionId: true, seed: true, championId: true, status: true, finishedRounds: true },
    }),
    prisma.performerClaim.findMany({ where, select: { submissionId: true, seed: true, championId: true } }),
    prisma.receivedAttestation.findMany({
      where: { ...where, isVerified: true },
      select: { submissionId: true, seed: true, championId: true, operator: true },
    }),
  ]);
  type Key = { submissionId: bigint; seed: string; championId: bigint };
  const heard = new Map<bigint, Heard>();
  for (const { status, finishedRounds, ...key } of evaluations) {
    const isAbout = (message: Key): boolean =>
      message.submissionId === key.submissionId &&
      message.seed === key.seed &&
      message.championId === key.championId;
    heard.set(key.submissionId, {
      seed: key.seed,
      status,
      finishedRounds,
      isClaimed: claims.some(isAbout),
      signers: attestations.filter(isAbout).map(({ operator }) => operator),
    });
  }
  return heard;
}

async function readLists({ prisma }: Database, taskIds: number[]): Promise<Map<number, ListState>> {
  const where = { taskId: { in: taskIds }, index: { gt: 0 } };
  const [heads, settled] = await Promise.all([
    prisma.submission.groupBy({
      by: ['taskId'],
      where: { ...where, status: { in: ['Committed', 'Revealed'] } },
      _min: { id: true },
    }),
    prisma.submission.findMany({
      where: { ...where, settledBlock: { not: null } },
      select: { id: true, taskId: true, settledBlock: true },
    }),
  ]);
  return new Map(
    heads.map(({ taskId, _min }) => {
      const headId = _min.id ?? 0n;
      // It became the head when the last of those before it was settled, or at once when there was none.
      const blocks = settled
        .filter((row) => row.taskId === taskId && row.id < headId)
        .map(({ settledBlock }) => settledBlock ?? 0n);
      return [taskId, { headId, lastSettledBlock: blocks.reduce(larger, 0n) }];
    }),
  );
}

function describeProgress(submission: SubmissionRow, surroundings: Surroundings): SubmissionProgress {
  const { headBlock, members, powers } = surroundings;
  const { task } = submission;
  const heard = submission.status === 'Revealed' ? surroundings.heard.get(submission.id) : undefined;
  const signers = (heard?.signers ?? []).filter((operator) => members.includes(operator));
  const sum = (operators: readonly string[]) =>
    operators.reduce((total, operator) => total + (powers.get(operator) ?? 0n), 0n);
  const total = sum(members);
  const power = { signed: sum(signers), needed: neededPower({ total, quorumBps: task.quorumBps }), total };
  const phase = phaseOf(submission, { headBlock, heard, isQuorum: power.signed >= power.needed });
  const attempt = currentAttempt(submission, surroundings);
  const until = untilBlock(submission, { phase, attempt, surroundings });
  return {
    submissionId: submission.id.toString(),
    phase,
    untilBlock: until === undefined ? null : Number(until),
    untilTime: until === undefined ? null : estimateTime(until, surroundings),
    headBlock: Number(headBlock),
    rounds: {
      finished: heard?.status === 'Done' ? task.rounds : (heard?.finishedRounds ?? 0),
      total: task.rounds,
    },
    isAbstained: heard?.status === 'Abstained',
    isClaimed: heard?.isClaimed ?? false,
    performer: electedPerformer({ seed: heard?.seed, attempt, members }),
    attesters: { signed: signers.length, total: members.length },
    power: {
      signed: power.signed.toString(),
      needed: power.needed.toString(),
      total: power.total.toString(),
    },
  };
}

function phaseOf(
  { status, seedBlock }: SubmissionRow,
  { headBlock, heard, isQuorum }: { headBlock: bigint; heard: Heard | undefined; isQuorum: boolean },
): SubmissionPhase {
  if (status === 'Committed') return 'reveal';
  if (status !== 'Revealed') return 'ended';
  if (seedBlock === null || headBlock < seedBlock) return 'seed';
  if (heard?.status !== 'Done') return 'evaluation';
  if (isQuorum) return 'posting';
  return heard.isClaimed ? 'signatures' : 'claim';
}

/** The least voting power with `10000 · power > quorumBps · total` and `3 · power > 2 · total`. */
function neededPower({ total, quorumBps }: { total: bigint; quorumBps: number }): bigint {
  return larger((BigInt(quorumBps) * total) / BASIS_POINTS, (2n * total) / 3n) + 1n;
}

/** Which attempt is under way, or the first; `undefined` where the index does not know the windows. */
function currentAttempt(
  { seedBlock, task }: SubmissionRow,
  { headBlock, pauses, definitions }: Surroundings,
): bigint | undefined {
  const definition = definitions.get(task.taskDefinitionId);
  if (seedBlock === null || definition === undefined) return undefined;
  const paused = pauses.pausedBlocks({ wait: 'verdict', since: seedBlock, before: headBlock });
  return larger(headBlock - seedBlock - paused, 0n) / definition.responseWindowBlocks;
}

function electedPerformer(parameters: {
  seed: string | undefined;
  attempt: bigint | undefined;
  members: readonly string[];
}): string | null {
  const { seed, attempt, members } = parameters;
  if (seed === undefined || attempt === undefined || members.length === 0) return null;
  const election = { seed: readHex(seed), attempt: Number(attempt), operatorCount: members.length };
  return members[performerIndex(election)] ?? null;
}

/** The last block in which what is waited for can come; `undefined` while that is open. */
function untilBlock(
  submission: SubmissionRow,
  parameters: { phase: SubmissionPhase; attempt: bigint | undefined; surroundings: Surroundings },
): bigint | undefined {
  const { phase, attempt, surroundings } = parameters;
  const { pauses, definitions, headBlock } = surroundings;
  const { seedBlock, committedBlock, task } = submission;
  const definition = definitions.get(task.taskDefinitionId);
  if (phase === 'ended' || definition === undefined) return undefined;
  // As the next block will have it.
  const before = headBlock + 1n;
  if (phase === 'reveal') {
    const paused = pauses.pausedBlocks({ wait: 'reveal', since: committedBlock, before });
    return committedBlock + definition.revealWindowBlocks + paused;
  }
  if (seedBlock === null) return undefined;
  if (phase === 'seed') return seedBlock;
  if (phase === 'claim' && attempt !== undefined) {
    const paused = pauses.pausedBlocks({ wait: 'verdict', since: seedBlock, before });
    return seedBlock + (attempt + 1n) * definition.responseWindowBlocks + paused - 1n;
  }
  const since = verdictWindowStart(submission, surroundings);
  if (since === undefined) return undefined;
  return since + definition.verdictWindowBlocks + pauses.pausedBlocks({ wait: 'verdict', since, before });
}

/** The contract's rule: from the seed, the turn in the list, or a new champion, whichever is last. */
function verdictWindowStart(
  { id, index, taskId, seedBlock, committedBlock, task }: SubmissionRow,
  { lists }: Surroundings,
): bigint | undefined {
  if (seedBlock === null || index === 0) return seedBlock ?? undefined;
  const list = lists.get(taskId);
  if (list?.headId !== id) return undefined;
  return [list.lastSettledBlock, committedBlock, task.championSinceBlock ?? 0n].reduce(larger, seedBlock);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Unix seconds; a block that is past already was before the head. */
function estimateTime(
  block: bigint,
  { headBlock, headTimestamp, blockSeconds }: Surroundings,
): number | null {
  if (blockSeconds === undefined) return null;
  return Math.round(headTimestamp + Number(block - headBlock) * blockSeconds);
}
