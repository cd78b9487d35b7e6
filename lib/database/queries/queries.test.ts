import { beforeAll, describe, expect, test } from 'vitest';
import { useTestDatabase } from '../../../test/database.ts';
import { TEST_CONTRACTS, blockHash } from '../../../test/event-logs.ts';
import { simulateMarket, simulatedAccount } from '../../../test/market-simulation.ts';
import { openIndexWriter } from '../projections/index-writer.ts';
import { getCreditBalances, getOptimizer, listClaims, listCredits } from './accounts.ts';
import { getCheckpoint } from './checkpoint.ts';
import { getOperator, listOperators } from './operators.ts';
import { InvalidCursorError, type Page } from './pagination.ts';
import {
  getSubmission,
  listPendingSubmissions,
  listRevealedSubmissions,
  listSubmissions,
} from './submissions.ts';
import { getTask, listTasks } from './tasks.ts';

const database = useTestDatabase();

beforeAll(async () => {
  const writer = await openIndexWriter(database(), { chainId: 31_337, contracts: TEST_CONTRACTS });
  const market = simulateMarket(11);
  const to = { number: 1n, hash: blockHash(1n, 'x'), parentHash: blockHash(0n, 'x'), timestamp: 1_000n };
  const logs = Array.from({ length: 600 }, () => market.step())
    .flat()
    .map((log, logIndex) => ({
      ...log,
      logIndex,
      transactionIndex: 0,
      transactionHash: blockHash(1n, 'transaction'),
      blockNumber: to.number,
      blockHash: to.hash,
      timestamp: to.timestamp,
    }));
  await writer.apply({ from: undefined, to, logs });
});

/** All rows of a list, page by page. */
async function readAll<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows;
}

function isDescending(ids: readonly (bigint | number)[]): boolean {
  return ids.every((id, index) => index === 0 || id < (ids[index - 1] ?? 0));
}

describe('listTasks', () => {
  test('default: the newest first, page by page, each once', async () => {
    const tasks = await readAll((cursor) => listTasks(database(), { cursor, limit: 7 }));
    expect(tasks).toHaveLength(await database().prisma.task.count());
    expect(tasks.length).toBeGreaterThan(14);
    expect(isDescending(tasks.map(({ id }) => id))).toBe(true);
  });

  test('behavior: filters by state and owner', async () => {
    const { rows } = await listTasks(database(), { statuses: ['Open'], limit: 100 });
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['Open']));
    const owner = rows[0]?.owner;
    const owned = await listTasks(database(), { owner, statuses: ['Open'], limit: 100 });
    expect(new Set(owned.rows.map((task) => task.owner))).toEqual(new Set([owner]));
  });

  test('behavior: money and scores are bigint, and text that Postgres cannot hold is replaced', async () => {
    const [task] = (await listTasks(database(), { limit: 1 })).rows;
    expect(task?.bounty).toBe(1_000_000n);
    expect(task?.targetScore).toBe(10n ** 18n);
    expect(task?.storageQuotaBytes).toBe(2n ** 64n - 1n);
    expect(task?.storageAddresses).toEqual(['https://example.org', 'https://\ufffdexample.org']);
  });

  test('behavior: a cursor that is none is refused', async () => {
    await expect(listTasks(database(), { cursor: "1' OR true" })).rejects.toThrow(InvalidCursorError);
    await expect(
      listCredits(database(), { account: TEST_CONTRACTS.avsGovernance, cursor: '5' }),
    ).rejects.toThrow(InvalidCursorError);
  });
});

describe('getTask', () => {
  test('default: a task with its line of champions', async () => {
    const improved = await database().prisma.task.findFirstOrThrow({
      where: { improvementCount: { gt: 1 } },
    });
    const details = await getTask(database(), { taskId: improved.id });
    const lineage = details?.lineage ?? [];
    expect(lineage.map(({ submission }) => submission.status)).toEqual([
      'Baseline',
      ...Array.from({ length: improved.improvementCount }, () => 'Improved'),
    ]);
    expect(lineage.at(-1)?.champion.submissionId).toBe(details?.task.championId);
    expect(lineage.at(1)?.champion.previousId).toBe(details?.task.baselineId);
    expect(lineage.at(1)?.verdict?.challengerPricingSum).toBe(64n * 10n ** 18n);
    const paid = lineage.reduce((sum, { submission }) => sum + submission.payment, 0n);
    expect(details?.task.paid).toBe(paid);
  });

  test('behavior: there is no task of an unknown id', async () => {
    expect(await getTask(database(), { taskId: 99_999 })).toBeUndefined();
  });
});

describe('submissions', () => {
  test('default: by task and by optimizer, the newest first', async () => {
    const all = await readAll((cursor) => listSubmissions(database(), { cursor, limit: 9 }));
    expect(isDescending(all.map(({ id }) => id))).toBe(true);
    const [first] = all;
    if (!first) throw new Error('The simulation submits.');
    const ofTask = await readAll((cursor) => listSubmissions(database(), { cursor, taskId: first.taskId }));
    expect(ofTask.map(({ id }) => id)).toEqual(
      all.filter(({ taskId }) => taskId === first.taskId).map(({ id }) => id),
    );
    const { optimizer } = first;
    const ofOptimizer = await readAll((cursor) => listSubmissions(database(), { cursor, optimizer }));
    expect(ofOptimizer.map(({ id }) => id)).toEqual(
      all.filter((submission) => submission.optimizer === optimizer).map(({ id }) => id),
    );
  });

  test('behavior: an improved submission comes with verdict, quorum, credits and fees', async () => {
    const { rows } = await listSubmissions(database(), { statuses: ['Improved'], limit: 1 });
    const details = await getSubmission(database(), { submissionId: rows[0]?.id ?? 0n });
    expect(details?.verdict?.outcome).toBe('Improved');
    expect(details?.verdict?.payment).toBe(details?.submission.payment);
    expect(details?.quorum?.signedPower).toBe(3_000n);
    expect(details?.fees).toMatchObject({ fee: 100n, performerShare: 20n, attesterShare: 75n });
    expect(details?.credits.map(({ reason }) => reason)).toEqual(['BondReturned', 'Payment']);
    expect(await getSubmission(database(), { submissionId: 1n })).toBeUndefined();
  });

  test('behavior: what is pending comes in commit order, and the task counts it', async () => {
    const task = await database().prisma.task.findFirstOrThrow({ where: { pendingCount: { gt: 1 } } });
    const pending = await listPendingSubmissions(database(), { taskId: task.id });
    expect(pending).toHaveLength(task.pendingCount);
    expect(isDescending(pending.map(({ id }) => id).reverse())).toBe(true);
    const revealed = await listRevealedSubmissions(database());
    expect(new Set(revealed.map(({ status }) => status))).toEqual(new Set(['Revealed']));
  });
});

describe('accounts', () => {
  test('default: what can be claimed is what was credited less what was claimed', async () => {
    const { optimizer } =
      (await listSubmissions(database(), { statuses: ['Improved'], limit: 1 })).rows[0] ?? {};
    if (!optimizer) throw new Error('The simulation improves.');
    const account = optimizer;
    const credits = await readAll((cursor) => listCredits(database(), { account, cursor, limit: 3 }));
    const claims = await readAll((cursor) => listClaims(database(), { account, cursor, limit: 3 }));
    const credited = credits.reduce((sum, { amount }) => sum + amount, 0n);
    const claimed = claims.reduce((sum, row) => sum + (row.source === 'Credit' ? row.amount : 0n), 0n);
    expect(await getCreditBalances(database(), { account })).toEqual([
      { token: credits[0]?.token, credited, claimed, claimable: credited - claimed },
    ]);
    const summary = await getOptimizer(database(), { account });
    expect(summary.submissions.Improved).toBeGreaterThan(0);
    expect(summary.payments[0]?.amount).toBe(
      credits.reduce((sum, { reason, amount }) => sum + (reason === 'Payment' ? amount : 0n), 0n),
    );
  });
});

describe('operators', () => {
  test('default: the applied set in its order, then the others', async () => {
    const operators = await listOperators(database());
    const members = operators.filter(({ index }) => index !== undefined);
    expect(members.map(({ index }) => index)).toEqual(members.map((_, position) => position));
    expect(new Set(members.map(({ power }) => power))).toEqual(new Set([1_000n]));
    for (const { index, power } of operators) expect(power > 0n).toBe(index !== undefined);
  });

  test('behavior: an operator comes with what it contributed', async () => {
    const [first] = await listOperators(database());
    expect(first?.key).toMatch(/^0x[0-9a-f]{256}$/);
    const verdicts = await database().prisma.verdictQuorum.count();
    const claimed = await database().prisma.verdictQuorum.count({ where: { performer: { not: null } } });
    // In the simulation these three do the same thing every time.
    const activities = [20, 21, 22].map(async (index) => {
      const details = await getOperator(database(), { account: simulatedAccount(index) });
      return details?.activity;
    });
    expect(await Promise.all(activities)).toEqual([
      { performed: claimed, aggregated: 0, missed: 0 },
      { performed: 0, aggregated: verdicts, missed: 0 },
      { performed: 0, aggregated: 0, missed: verdicts },
    ]);
    expect(await getOperator(database(), { account: simulatedAccount(500) })).toBeUndefined();
  });
});

test('the checkpoint is the block that was applied last', async () => {
  expect(await getCheckpoint(database())).toEqual({
    number: 1n,
    hash: blockHash(1n, 'x'),
    timestamp: 1_000n,
  });
});
