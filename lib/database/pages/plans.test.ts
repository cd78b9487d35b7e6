import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createReadApi } from '#api/read/create-read-api.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { useTestDatabase } from '../../../test/database.ts';
import { GROWING_TABLES, fillLargeMarket, marketAccount } from '../../../test/fixtures/large-market.ts';
import { type RecordingDatabase, openRecordingDatabase } from '../../../test/fixtures/query-recorder.ts';
import { applyDescription, listUndescribed, readDescriptions } from '../descriptions.ts';
import { readAccountLedger, readAccountRecord } from './account.ts';
import { isIndexedBlock, readBlockSeconds, readCheckpoint, readSubjects } from './checkpoint.ts';
import { readNetworkSummary } from './network.ts';
import { listGateways, listOperators, readOperator } from './operators.ts';
import { readPauses } from './pauses.ts';
import { listPendingProgress, readProgressMark, readSubmissionProgress } from './progress.ts';
import { readReport } from './report.ts';
import { readRuntimeId } from './runtime.ts';
import { listSlashings } from './slashings.ts';
import { readSubmissionPage } from './submission.ts';
import { readTaskContent } from './task-content.ts';
import { countTasks, listTaskRows, listTasks, listTasksOf } from './task-list.ts';
import { TASK_ORDERS, type TaskOrder } from './task-order.ts';
import { parseTaskSearch } from './task-search.ts';
import { listSubmissionsOf, readTaskPage } from './task.ts';
import { listTokens } from './tokens.ts';

const NOW = 1_800_000_000;
const TASKS = 10_000;
const SUBMISSIONS_PER_TASK = 20;

/** Of the operators' payments nothing is asked but their sum, for which all are read one way or the other. */
const GROWING = new Set<string>(GROWING_TABLES.filter((table) => table !== 'operator_payments'));

/** A plan's steps, as deep as they go. */
type Step = { node: string; relation: string | undefined };

const planSchema: z.ZodType<{ 'Node Type': string; 'Relation Name'?: string; Plans?: unknown[] }> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  Plans: z.array(z.unknown()).optional(),
});
const explainSchema = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.unknown() })]) })]);

function stepsOf(plan: unknown): Step[] {
  const { 'Node Type': node, 'Relation Name': relation, Plans = [] } = planSchema.parse(plan);
  return [{ node, relation }, ...Plans.flatMap(stepsOf)];
}

describe('with 10,000 tasks and 200,000 submissions', () => {
  const database = useTestDatabase();
  let recording: RecordingDatabase;

  beforeAll(async () => {
    await fillLargeMarket(database(), {
      taskCount: TASKS,
      submissionsPerTask: SUBMISSIONS_PER_TASK,
      now: NOW,
    });
    recording = openRecordingDatabase({ url: database().url });
  }, 300_000);

  afterAll(() => recording?.close());

  /** Sequential scans of growing tables that some work leads to. */
  async function scansOf(work: () => Promise<unknown>): Promise<string[]> {
    const queries = await recording.record(work);
    expect(queries.length).toBeGreaterThan(0);
    const scans: string[] = [];
    for (const query of queries.filter(({ text }) => /^\s*(SELECT|UPDATE|WITH)/i.test(text))) {
      const [
        {
          'QUERY PLAN': [{ Plan }],
        },
      ] = explainSchema.parse(await recording.explain(query));
      const found = stepsOf(Plan).filter(
        ({ node, relation = '' }) => node === 'Seq Scan' && GROWING.has(relation),
      );
      scans.push(...found.map(({ relation }) => `${relation} in ${query.text}`));
    }
    return scans;
  }

  const orders = Object.keys(TASK_ORDERS) as TaskOrder[];
  const filters = ['all', 'open', 'measuring', 'closing', 'ended'] as const;
  const searches = [undefined, 'model', 'tag7', '4711', marketAccount('owner', 3)];
  const middle = Math.floor(TASKS / 2);
  const optimizer = marketAccount('optimizer', 5);
  const submissionId = toSubmissionId({ taskId: middle, index: 5 });

  const readers: Record<string, (recorded: RecordingDatabase) => Promise<unknown>> = {
    listTasks: async (recorded) => {
      for (const order of orders)
        for (const filter of filters)
          for (const text of searches) {
            const search = text === undefined ? undefined : parseTaskSearch(text);
            const selection = { filter, order, search, now: NOW };
            const { nextCursor } = await listTasks(recorded, selection);
            if (nextCursor !== undefined) await listTasks(recorded, { ...selection, cursor: nextCursor });
          }
    },
    listTaskRows: async (recorded) => {
      for (const order of orders) {
        const selection = { filter: 'open', order, now: NOW } as const;
        const { nextCursor } = await listTaskRows(recorded, selection);
        await listTaskRows(recorded, { ...selection, cursor: nextCursor, limit: 100 });
        await listTaskRows(recorded, { ...selection, owner: marketAccount('owner', 3) });
      }
    },
    countTasks: (recorded) => countTasks(recorded, { now: NOW }),
    listTasksOf: (recorded) => listTasksOf(recorded, { owner: marketAccount('owner', 3) }),
    readTaskPage: (recorded) => readTaskPage(recorded, { taskId: middle }),
    listSubmissionsOf: (recorded) => listSubmissionsOf(recorded, { optimizer }),
    readSubmissionPage: async (recorded) => {
      for (const index of [0, 5, 19, 20]) await readSubmissionPage(recorded, { taskId: middle, index });
    },
    readRuntimeId: (recorded) => readRuntimeId(recorded),
    readTaskContent: (recorded) => readTaskContent(recorded, { taskId: middle }),
    readPauses: (recorded) => readPauses(recorded),
    readSubmissionProgress: (recorded) =>
      readSubmissionProgress(recorded, { submissionId: toSubmissionId({ taskId: middle, index: 19 }) }),
    listPendingProgress: (recorded) => listPendingProgress(recorded),
    readProgressMark: (recorded) => readProgressMark(recorded),
    readReport: (recorded) =>
      readReport(recorded, { submissionId, seed: '0x', championId: 1n, verdictHash: '0x' }),
    readAccountLedger: (recorded) => readAccountLedger(recorded, { account: optimizer }),
    readAccountRecord: (recorded) => readAccountRecord(recorded, { account: optimizer }),
    readNetworkSummary: (recorded) => readNetworkSummary(recorded),
    listOperators: (recorded) => listOperators(recorded),
    readOperator: (recorded) => readOperator(recorded, { account: marketAccount('operator', 4) }),
    listGateways: (recorded) => listGateways(recorded),
    listSlashings: (recorded) => listSlashings(recorded),
    listTokens: (recorded) => listTokens(recorded),
    readCheckpoint: (recorded) => readCheckpoint(recorded),
    isIndexedBlock: (recorded) => isIndexedBlock(recorded, { blockNumber: 1n, blockHash: '0x' }),
    readSubjects: (recorded) => readSubjects(recorded, { after: 400_000n, upTo: 400_002n, limit: 500 }),
    readBlockSeconds: (recorded) => readBlockSeconds(recorded),
    readDescriptions: (recorded) => readDescriptions(recorded, ['description-1', 'description-2']),
    listUndescribed: (recorded) => listUndescribed(recorded, { limit: 50 }),
    applyDescription: (recorded) => applyDescription(recorded, { cid: 'description-1' }),
  };

  test.each(Object.keys(readers))('%s reads by indexes alone', async (name) => {
    expect(await scansOf(async () => readers[name]?.(recording))).toEqual([]);
  });

  test('every function that reads for pages is among them', async () => {
    const modules = (await readdir(import.meta.dirname)).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const reading: string[] = [];
    for (const file of modules) {
      const exported: Record<string, unknown> = await import(`./${file}`);
      reading.push(
        ...Object.entries(exported).flatMap(([name, value]) =>
          typeof value === 'function' && /^(read|list|count|is)[A-Z]/.test(name) ? [name] : [],
        ),
      );
    }
    expect(reading.filter((name) => !(name in readers))).toEqual([]);
  });

  test.each([
    '/tasks?search=model&order=bounty',
    `/tasks/${middle}`,
    `/tasks/${middle}/submissions`,
    `/tasks/${middle}/submissions?status=NotImproved`,
    `/tasks/${middle}/submissions/5`,
    '/submissions',
    '/submissions?status=Improved',
    `/submissions?optimizer=${optimizer}&cursor=${submissionId}`,
    `/submissions/${submissionId}`,
    '/operators',
    `/operators/${marketAccount('operator')}`,
    `/accounts/${optimizer}`,
    `/accounts/${optimizer}/credits`,
    `/accounts/${optimizer}/credits?cursor=300000-5`,
    `/accounts/${optimizer}/claims`,
    '/network',
  ])('the API reads %s by indexes alone', async (path) => {
    const api = createReadApi({
      openDatabase: async () => recording,
      onError: (error) => console.error(error),
    });
    const scans = await scansOf(async () => {
      const response = await api.fetch(new Request(`http://localhost/api/v1${path}`));
      expect(response.status).toBe(200);
    });
    expect(scans).toEqual([]);
  });

  test('a scan would be found', async () => {
    const scans = await scansOf(() => recording.prisma.submission.count({ where: { bond: 1 } }));
    expect(scans).toHaveLength(1);
    expect(scans[0]).toMatch(/^submissions in SELECT/);
  });
});
