import { numberToHex } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendEvents, createShowcase, indexShowcase } from '../../../test/fixtures/showcase.ts';
import { showcaseAccount } from '../../../test/fixtures/showcase-market.ts';
import { useTestDatabase } from '../../../test/database.ts';
import { emitted } from '../../../test/event-logs.ts';
import { performerIndex } from '#protocol/verdict/messages.ts';
import type { IndexWriter } from '../projections/index-writer.ts';
import { saveFinishedRounds } from '../operator/evaluations.ts';
import { listPendingProgress, readProgressMark, readSubmissionProgress } from './progress.ts';

const SEED = numberToHex(77, { size: 32 });
/** The value of the Solidity enum `Flow`. */
const VERDICT_FLOW = 4;

describe('how far a submission is', () => {
  const database = useTestDatabase();
  let writer: IndexWriter;
  /** Committed and not revealed; at the head of its list; committed after that. */
  let committed: bigint;
  let first: bigint;
  let behind: bigint;

  beforeAll(async () => {
    const token = showcaseAccount('token');
    const showcase = await createShowcase({
      token,
      endTimestamp: 1_800_000_000,
      gatewayUrl: 'http://127.0.0.1:1',
    });
    writer = await indexShowcase(database(), showcase);
    const pending = await database().prisma.submission.findMany({
      where: { taskId: 1, status: { in: ['Committed', 'Revealed'] } },
      orderBy: { id: 'asc' },
    });
    const ids = pending.map(({ id }) => id);
    [first, behind] = [ids[0] ?? 0n, ids[1] ?? 0n];
    committed = pending.find(({ status }) => status === 'Committed')?.id ?? 0n;
  });

  const read = async (submissionId: bigint) => {
    const progress = await readSubmissionProgress(database(), { submissionId });
    if (!progress) throw new Error(`There is no submission ${submissionId}.`);
    return progress;
  };
  const members = async () => (await database().prisma.operatorSet.findFirstOrThrow()).members;
  const evaluationOf = async (submissionId: bigint) => {
    const { task } = await database().prisma.submission.findUniqueOrThrow({
      where: { id: submissionId },
      include: { task: true },
    });
    return { submissionId, seed: SEED, championId: task.championId };
  };

  test('one that is committed waits for its reveal, for as long as the definition gives', async () => {
    const row = await database().prisma.submission.findUniqueOrThrow({ where: { id: committed } });
    const definition = await database().prisma.taskDefinition.findFirstOrThrow();
    expect(await read(committed)).toMatchObject({
      phase: 'reveal',
      untilBlock: Number(row.committedBlock + definition.revealWindowBlocks),
      rounds: { finished: 0, total: 16 },
      performer: null,
      attesters: { signed: 0, total: 4 },
      power: { signed: '0', total: (12_500n * 10n ** 18n).toString() },
    });
  });

  test('one whose seed block is not mined waits for that block', async () => {
    const checkpoint = await writer.readCheckpoint();
    const pending = await listPendingProgress(database());
    const waiting = pending.filter(({ phase }) => phase === 'seed');
    expect(waiting.length).toBeGreaterThan(0);
    const { timestamp: headTime } = await database().prisma.indexedBlock.findFirstOrThrow({
      orderBy: { number: 'desc' },
    });
    for (const { untilBlock, untilTime, headBlock } of waiting) {
      expect(untilBlock).toBeGreaterThan(Number(checkpoint?.number));
      // A block of the showcase comes every 12 seconds.
      expect(untilTime).toBe(Number(headTime) + 12 * ((untilBlock ?? 0) - headBlock));
    }
  });

  test('rounds are counted while it is evaluated, and the mark changes with them', async () => {
    const key = await evaluationOf(first);
    expect((await read(first)).phase).toBe('evaluation');
    await database().prisma.operatorEvaluation.create({ data: { ...key, taskDefinitionId: 1 } });
    const mark = await readProgressMark(database());
    await saveFinishedRounds(database(), { ...key, finishedRounds: 5 });
    expect(await read(first)).toMatchObject({ phase: 'evaluation', rounds: { finished: 5, total: 16 } });
    expect(await readProgressMark(database())).not.toBe(mark);
  });

  test('then the elected operator is waited for until its window ends, then signatures until the verdict’s does', async () => {
    const key = await evaluationOf(first);
    const set = await members();
    await database().prisma.operatorEvaluation.updateMany({ where: key, data: { status: 'Done' } });
    const claiming = await read(first);
    const definition = await database().prisma.taskDefinition.findFirstOrThrow();
    const { seedBlock } = await database().prisma.submission.findUniqueOrThrow({ where: { id: first } });
    const window = Number(definition.responseWindowBlocks);
    const attempt = Math.floor((claiming.headBlock - Number(seedBlock)) / window);
    expect(claiming).toMatchObject({
      phase: 'claim',
      isClaimed: false,
      untilBlock: Number(seedBlock) + (attempt + 1) * window - 1,
      performer: set[performerIndex({ seed: SEED, attempt, operatorCount: 4 })],
    });

    await database().prisma.performerClaim.create({
      data: { ...key, attempt, performer: set[0] ?? '', proofOfTask: SEED, signature: '0x' },
    });
    const sign = (operator: string | undefined, isVerified: boolean) =>
      database().prisma.receivedAttestation.create({
        data: { ...key, operator: operator ?? '', signature: '0x', isVerified },
      });
    await sign(set[0], true);
    await sign(set[1], false);
    const signing = await read(first);
    expect(signing).toMatchObject({
      phase: 'signatures',
      isClaimed: true,
      attesters: { signed: 1, total: 4 },
    });
    expect(signing.untilBlock).toBeGreaterThanOrEqual(
      Number(seedBlock) + Number(definition.verdictWindowBlocks),
    );
    await sign(set[2], true);
    await sign(set[3], true);
    const posting = await read(first);
    expect(posting.attesters).toEqual({ signed: 3, total: 4 });
    const isQuorum = BigInt(posting.power.signed) >= BigInt(posting.power.needed);
    expect(posting.phase).toBe(isQuorum ? 'posting' : 'signatures');
    expect(BigInt(posting.power.needed)).toBe((6_700n * 12_500n * 10n ** 18n) / 10_000n + 1n);
  });

  test('one that others settle before has no end yet, and a pause moves the end of the others', async () => {
    expect((await read(behind)).untilBlock).toBeNull();
    const { untilBlock } = await read(first);
    const pausedAt = (await writer.readCheckpoint())?.number ?? 0n;
    await appendEvents(writer, [
      emitted('modelSubmission.FlowPaused', { flow: VERDICT_FLOW, endBlock: Number(pausedAt) + 50_401 }),
    ]);
    for (let block = 0; block < 3; block += 1) await appendEvents(writer, []);
    await appendEvents(writer, [emitted('modelSubmission.FlowResumed', { flow: VERDICT_FLOW })]);
    await appendEvents(writer, []);
    expect((await read(first)).untilBlock).toBe((untilBlock ?? 0) + 4);
  });

  test('one that is settled waits for nothing', async () => {
    const settled = await database().prisma.submission.findFirstOrThrow({ where: { status: 'Improved' } });
    expect(await read(settled.id)).toMatchObject({ phase: 'ended', untilBlock: null, untilTime: null });
    expect(await readSubmissionProgress(database(), { submissionId: 999n })).toBeUndefined();
  });
});
