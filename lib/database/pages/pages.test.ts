import { beforeAll, describe, expect, test } from 'vitest';
import { payment, priceSums } from '#protocol/verdict/rules.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { useTestDatabase } from '../../../test/database.ts';
import { createShowcase, indexShowcase } from '../../../test/fixtures/showcase.ts';
import { showcaseAccount } from '../../../test/fixtures/showcase-market.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { readAccountLedger, readAccountRecord } from './account.ts';
import { readBlockSeconds } from './checkpoint.ts';
import { readNetworkSummary } from './network.ts';
import { listOperators, readOperator } from './operators.ts';
import { listSlashings } from './slashings.ts';
import { readSubmissionPage } from './submission.ts';
import { readTaskContent } from './task-content.ts';
import { countTasks, listTasks } from './task-list.ts';
import { readTaskPage } from './task.ts';

const END = 1_800_000_000;

describe('what the pages read', () => {
  const database = useTestDatabase();

  beforeAll(async () => {
    const token = showcaseAccount('token');
    const showcase = await createShowcase({ token, endTimestamp: END, gatewayUrl: 'http://127.0.0.1:1' });
    await indexShowcase(database(), showcase);
  });

  test('tasks are counted as they are listed, by what a person can do with them', async () => {
    const counts = await countTasks(database(), { now: END });
    expect(counts).toEqual({ all: 10, open: 4, measuring: 1, closing: 3, ended: 2 });
    for (const filter of ['all', 'open', 'measuring', 'closing', 'ended'] as const) {
      const { rows } = await listTasks(database(), { filter, order: 'newest', now: END, limit: 50 });
      expect(rows, filter).toHaveLength(counts[filter]);
    }
  });

  test('tasks come in the order asked for, and page by page', async () => {
    const view = { filter: 'all', now: END } as const;
    const { rows: byBounty } = await listTasks(database(), { ...view, order: 'bounty', limit: 3 });
    expect(byBounty.map(({ pool }) => pool)).toEqual(
      [...byBounty.map(({ pool }) => pool)].sort((a, b) => Number(b - a)),
    );
    expect(byBounty[0]?.taskId).toBe(3);
    const first = await listTasks(database(), { ...view, order: 'newest', limit: 4 });
    const cursor = first.nextCursor;
    const second = await listTasks(database(), { ...view, order: 'newest', limit: 2, cursor });
    expect(second.rows.map(({ taskId }) => taskId)).toEqual([6, 5]);
  });

  test('the champion’s score is its mean over the pricing rounds, the baseline’s over the rounds that measured it', async () => {
    const page = await readTaskPage(database(), { taskId: 1 });
    expect(page?.lineage).toHaveLength(8);
    expect(page?.lineage[0]?.score).toBe(page?.scores.baselineScore);
    expect(page?.lineage.at(-1)?.score).toBe(page?.scores.championScore);
    expect(page?.scores.championScore).toBe((9_768n * SCORE_ONE) / 10_000n);
    const open = await readTaskPage(database(), { taskId: 10 });
    expect(open?.scores).toMatchObject({ baselineScore: undefined, championScore: undefined });
  });

  test('a task’s optimizers are ranked by what they were paid, and its unsettled submissions in their order', async () => {
    const page = await readTaskPage(database(), { taskId: 1 });
    const rows = await database().prisma.submission.findMany({ where: { taskId: 1, index: { gt: 0 } } });
    const paidTo = (optimizer: string) =>
      rows
        .filter((row) => row.optimizer === optimizer)
        .reduce((sum, { payment: paid }) => sum + BigInt(paid.toFixed(0)), 0n);
    const ranking = page?.leaderboard ?? [];
    expect(ranking.map(({ paid }) => paid)).toEqual(ranking.map(({ optimizer }) => paidTo(optimizer)));
    expect(ranking.every(({ paid }, index) => paid <= (ranking[index - 1]?.paid ?? paid))).toBe(true);
    expect(ranking.reduce((sum, { submissionCount }) => sum + submissionCount, 0)).toBe(rows.length);
    expect(ranking.reduce((sum, { paid }) => sum + paid, 0n)).toBe(page?.task.paid);
    expect(page?.queue).toEqual([19, 20, 21, 22].map((index) => toSubmissionId({ taskId: 1, index })));
    expect((await readTaskPage(database(), { taskId: 3 }))?.leaderboard).toEqual([]);
  });

  test('what an account did is counted over everything, not over what a page shows', async () => {
    const account = showcaseAccount('ada');
    const record = await readAccountRecord(database(), { account });
    const rows = await database().prisma.submission.findMany({ where: { optimizer: account } });
    const count = (status: string) => rows.filter((row) => row.status === status).length;
    expect(record.submissionCounts).toMatchObject({
      Improved: count('Improved'),
      Revealed: count('Revealed'),
    });
    expect(record.payments.map(({ amount }) => amount)).toEqual([
      rows.reduce((sum, { payment: paid }) => sum + BigInt(paid.toFixed(0)), 0n),
    ]);
    expect(record.since).toBe(Math.min(...rows.map(({ committedAt }) => Number(committedAt))));
    const nobody = await readAccountRecord(database(), { account: showcaseAccount('nobody') });
    expect(nobody).toEqual({ submissionCounts: {}, taskCount: 0, payments: [], since: undefined });
  });

  test('a slashing says whose stake was taken, and who proved why', async () => {
    expect(await listSlashings(database())).toMatchObject([
      {
        operator: showcaseAccount('west'),
        amount: 125n * 10n ** 18n,
        reward: 125n * 10n ** 17n,
        reporter: showcaseAccount('north'),
      },
    ]);
    const operator = await readOperator(database(), { account: showcaseAccount('west') });
    expect(operator?.stake).toBe(2_375n * 10n ** 18n);
    expect(await readOperator(database(), { account: showcaseAccount('ada') })).toBeUndefined();
  });

  test('what can be downloaded of a task is its bundle and the parameters of the newest champion', async () => {
    const page = await readTaskPage(database(), { taskId: 1 });
    const content = await readTaskContent(database(), { taskId: 1 });
    expect(content).toMatchObject({
      architectureCid: page?.task.architectureCid,
      evaluationCid: page?.task.evaluationCid,
      parametersCid: page?.task.parametersCid,
    });
    const champion = page?.lineage.at(-1);
    const champions = await readSubmissionPage(database(), { taskId: 1, index: champion?.index ?? -1 });
    expect(content?.champion).toEqual({
      index: champion?.index,
      parametersCid: champions?.submission.parametersCid,
    });
    expect(await readTaskContent(database(), { taskId: 999 })).toBeUndefined();
  });

  test('what a verdict’s page needs leads to the payment that was made', async () => {
    const page = await readSubmissionPage(database(), { taskId: 1, index: 13 });
    if (!page?.verdict) throw new Error('Submission 13 has no verdict.');
    const { verdict, task, credits } = page;
    const refunded = credits.find(({ reason }) => reason === 'FeeRefunded')?.amount ?? 0n;
    const price = priceSums({
      terms: task,
      championSum: verdict.championPricingSum,
      challengerSum: verdict.challengerPricingSum,
    });
    const pool = verdict.pool + verdict.payment + refunded;
    expect(payment({ pool, operatorFee: task.operatorFee, ...price }).payment).toBe(verdict.payment);
    expect(verdict.payment).toBeGreaterThan(0n);
  });

  test('a submission knows its place in the list', async () => {
    const first = await readSubmissionPage(database(), { taskId: 1, index: 19 });
    expect(first?.queue).toEqual({ ahead: 0 });
    const second = await readSubmissionPage(database(), { taskId: 1, index: 20 });
    expect(second?.queue).toEqual({ ahead: 1 });
    const settled = await readSubmissionPage(database(), { taskId: 1, index: 13 });
    expect(settled?.queue).toBeUndefined();
  });

  test('signatures are counted by operator, for the newest evaluation alone', async () => {
    const { prisma } = database();
    const page = await readSubmissionPage(database(), { taskId: 1, index: 19 });
    if (!page) throw new Error('There is no submission 19.');
    expect(page.progress).toMatchObject({
      phase: 'evaluation',
      isClaimed: false,
      attesters: { signed: 0, total: 4 },
    });
    const key = { submissionId: page.submission.id, seed: `0x${'01'.repeat(32)}` };
    for (const [championId, createdAt] of [
      [1n, new Date(1_000)],
      [2n, new Date(2_000)],
    ] as const) {
      await prisma.operatorEvaluation.create({
        data: { ...key, championId, taskDefinitionId: 1, status: 'Done', verdict: '0x', createdAt },
      });
    }
    const signature = { ...key, signature: '0x', isVerified: true };
    await prisma.receivedAttestation.createMany({
      data: [
        { ...signature, championId: 1n, operator: showcaseAccount('north') },
        { ...signature, championId: 2n, operator: showcaseAccount('north') },
        { ...signature, championId: 2n, operator: showcaseAccount('east') },
      ],
    });
    const later = await readSubmissionPage(database(), { taskId: 1, index: 19 });
    expect(later?.progress).toMatchObject({
      phase: 'claim',
      isClaimed: false,
      attesters: { signed: 2, total: 4 },
    });
  });

  test('an operator’s record counts the verdicts that it performed and those that it did not sign', async () => {
    const operators = await listOperators(database());
    const verdicts = await database().prisma.verdictQuorum.count();
    expect(operators.map(({ power }) => power)).toEqual(
      [4_000n, 3_000n, 3_000n, 2_500n].map((stake) => stake * 10n ** 18n),
    );
    expect(operators.reduce((sum, { performedCount }) => sum + performedCount, 0)).toBe(verdicts);
    expect(operators.map(({ missedCount }) => missedCount)).toEqual([0, 0, 0, Math.floor(verdicts / 5)]);
    expect(operators.every(({ verdictCount }) => verdictCount === verdicts)).toBe(true);
  });

  test('an account’s credits less what it claimed is what it can claim', async () => {
    const account = showcaseAccount('emmy');
    const { balances, credits } = await readAccountLedger(database(), { account });
    expect(balances).toHaveLength(1);
    expect(balances[0]?.credited).toBe(credits.reduce((sum, { amount }) => sum + amount, 0n));
    expect(balances[0]?.claimed).toBe(100n * 10n ** 18n);
  });

  test('the network’s sums are those of its tasks', async () => {
    const summary = await readNetworkSummary(database());
    const { rows: tasks } = await listTasks(database(), {
      filter: 'all',
      order: 'newest',
      now: END,
      limit: 50,
    });
    expect(summary.tokens).toHaveLength(1);
    expect(summary.tokens[0]?.pool).toBe(tasks.reduce((sum, { pool }) => sum + pool, 0n));
    expect(summary.tokens[0]?.paid).toBe(tasks.reduce((sum, { paid }) => sum + paid, 0n));
    expect(summary.operatorCount).toBe(4);
    expect(await readBlockSeconds(database())).toBe(12);
  });

  test('what does not exist is not found', async () => {
    expect(await readTaskPage(database(), { taskId: 99 })).toBeUndefined();
    expect(await readSubmissionPage(database(), { taskId: 1, index: 99 })).toBeUndefined();
  });
});
