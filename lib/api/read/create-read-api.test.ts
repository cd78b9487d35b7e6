import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '#database/client.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { useTestDatabase } from '../../../test/database.ts';
import {
  addReports,
  createShowcase,
  describeShowcase,
  indexShowcase,
} from '../../../test/fixtures/showcase.ts';
import { showcaseAccount } from '../../../test/fixtures/showcase-market.ts';
import { type ReadApi, createReadApi } from './create-read-api.ts';

/** Deadlines are compared with the present. */
const END = Math.floor(Date.now() / 1000);

describe('the read API', () => {
  const database = useTestDatabase();
  const failures: unknown[] = [];
  let api: ReadApi;

  beforeAll(async () => {
    const token = showcaseAccount('token');
    const showcase = await createShowcase({ token, endTimestamp: END, gatewayUrl: 'http://127.0.0.1:1' });
    await indexShowcase(database(), showcase);
    await describeShowcase(database(), showcase);
    await addReports(database());
    api = createReadApi({
      openDatabase: async () => database(),
      onError: (error) => failures.push(error),
    });
  });

  async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return api.fetch(new Request(`http://localhost/api/v1${path}`, { headers }));
  }

  async function read<Body = Record<string, unknown>>(path: string): Promise<Body> {
    const response = await get(path);
    expect(response.status, path).toBe(200);
    return response.json() as Promise<Body>;
  }

  type TaskPage = { rows: { taskId: number }[]; nextCursor: string | null };

  /** What the document says that a route answers with a status. */
  function schemaOf(route: string, status: number): z.ZodType {
    const { components, paths } = documentSchema.parse(api.document());
    const schema =
      paths[`/api/v1${route}`]?.get.responses[String(status)]?.content['application/json'].schema;
    if (!schema) throw new Error(`The document does not know ${route} with ${status}.`);
    const text = JSON.stringify({ ...schema, $defs: components.schemas });
    return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
  }

  const ada = showcaseAccount('ada');
  const north = showcaseAccount('north');
  const id = (index: number) => toSubmissionId({ taskId: 1, index }).toString();

  test.each([
    [
      '/tasks',
      [
        '',
        '?show=open&order=bounty',
        '?order=deadline&limit=3',
        '?search=regression',
        `?owner=${showcaseAccount('maria')}`,
      ],
    ],
    ['/tasks/{taskId}', ['1', '3', '5', '10']],
    [
      '/tasks/{taskId}/submissions',
      ['1/submissions', '3/submissions', '1/submissions?status=Improved&limit=2'],
    ],
    [
      '/tasks/{taskId}/submissions/{index}',
      ['0', '13', '14', '15', '16', '17', '18', '19', '21', '22'].map((index) => `1/submissions/${index}`),
    ],
    ['/submissions', ['', `?optimizer=${ada}`, '?status=Invalid']],
    ['/submissions/{submissionId}', [id(13), id(16)]],
    ['/operators', ['']],
    ['/operators/{account}', [north, north.toLowerCase()]],
    ['/accounts/{account}', [ada, showcaseAccount('maria'), showcaseAccount('nobody')]],
    ['/accounts/{account}/credits', [`${ada}/credits`, `${ada}/credits?limit=1`]],
    ['/accounts/{account}/claims', [`${showcaseAccount('emmy')}/claims`]],
    ['/network', ['']],
  ])('%s answers as its description says, by the rule and by the JSON', async (route, requests) => {
    const schema = schemaOf(route, 200);
    const base = route.split('/{')[0] ?? '';
    for (const request of requests) {
      const path = request === '' || request.startsWith('?') ? base + request : `${base}/${request}`;
      const body: unknown = await read(path);
      const parsed = schema.safeParse(body);
      expect(parsed.success ? [] : parsed.error.issues, path).toEqual([]);
    }
  });

  test('the description’s schemas refuse what is not an answer', async () => {
    const task: Record<string, unknown> = await read('/tasks/1');
    const schema = schemaOf('/tasks/{taskId}', 200);
    expect(schema.safeParse({ ...task, bounty: 1000 }).success).toBe(false);
    expect(schema.safeParse({ ...task, status: 'Pending' }).success).toBe(false);
    const { pool: _, ...poorer } = task;
    expect(schema.safeParse(poorer).success).toBe(false);
  });

  test('amounts and scores are exact to the last digit', async () => {
    const task = await read('/tasks/1');
    const row = await database().prisma.task.findUniqueOrThrow({ where: { id: 1 } });
    expect(task).toMatchObject({
      title: 'Learn x² on [−10, 10]',
      pool: row.pool.toFixed(0),
      championScore: '976800000000000000',
      submissionCount: row.submissionCount - 1,
    });
    expect(task.lineage).toHaveLength(8);
    expect(task).toMatchObject({
      leaderboard: expect.arrayContaining([expect.objectContaining({ optimizer: ada })]),
    });
    expect(task.queue).toEqual([19, 20, 21, 22].map(id));
    const submission = await read('/tasks/1/submissions/16');
    const message = 'Tensor `2.weight` has shape [32, 16], expected [32, 32].';
    expect(submission).toMatchObject({ invalidReason: { type: 'wrong-shape', message } });
    expect(await read(`/submissions/${id(16)}`)).toEqual(submission);
  });

  test.each(['newest', 'bounty', 'deadline', 'activity', 'improvements'])(
    'pages in the order %s hold every task once, as one page would',
    async (order) => {
      const whole = await read<TaskPage>(`/tasks?order=${order}&limit=100`);
      expect(whole.nextCursor).toBeNull();
      const taskIds: number[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: TaskPage = await read(`/tasks?order=${order}&limit=3${cursor && `&cursor=${cursor}`}`);
        taskIds.push(...page.rows.map(({ taskId }) => taskId));
        cursor = page.nextCursor;
      }
      expect(taskIds).toEqual(whole.rows.map(({ taskId }) => taskId));
      expect(new Set(taskIds).size).toBe(10);
    },
  );

  test.each([
    ['/tasks/99', 404, 'not-found', '/tasks/{taskId}'],
    ['/tasks/1/submissions/99', 404, 'not-found', '/tasks/{taskId}/submissions/{index}'],
    [`/operators/${ada}`, 404, 'not-found', '/operators/{account}'],
    ['/tasks/x', 400, 'invalid-request', '/tasks/{taskId}'],
    ['/tasks?show=some', 400, 'invalid-request', '/tasks'],
    ['/tasks?limit=1000', 400, 'invalid-request', '/tasks'],
    ['/tasks?cursor=1', 400, 'invalid-cursor', '/tasks'],
    [`/tasks?order=bounty&cursor=${'9'.repeat(79)}-1`, 400, 'invalid-cursor', '/tasks'],
    ['/tasks?order=activity&cursor=99999999999-1', 400, 'invalid-cursor', '/tasks'],
    ['/accounts/0x12', 400, 'invalid-request', '/accounts/{account}'],
    ['/submissions/99999999999999999999', 400, 'invalid-request', '/submissions/{submissionId}'],
  ])('%s is refused with %i %s, a sentence and what to do', async (path, status, code, route) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await response.json();
    expect(body.error.code).toBe(code);
    expect(body.error.message).toMatch(/\.$/);
    expect(schemaOf(route, status).safeParse(body).success).toBe(true);
  });

  test('what was read is not sent again while it is the same, and any origin may ask', async () => {
    const first = await get('/tasks/1', { Origin: 'https://example.org' });
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect(first.headers.get('cache-control')).toContain('max-age=2');
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    const again = await get('/tasks/1', { 'If-None-Match': tag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    const other = await get('/tasks/2', { 'If-None-Match': tag });
    expect(other.status).toBe(200);
  });

  test('nothing can be written', async () => {
    const response = await api.fetch(new Request('http://localhost/api/v1/tasks', { method: 'POST' }));
    expect(response.status).toBe(404);
  });

  test('the document is served as it is', async () => {
    expect(await read('/openapi.json')).toEqual(JSON.parse(JSON.stringify(api.document())));
  });

  test('an index that is away is 503, and the log has the reason', async () => {
    const lost = createDatabase({ url: 'postgres://nobody:nothing@127.0.0.1:9/nowhere' });
    const lostApi = createReadApi({
      openDatabase: async () => lost,
      onError: (error) => failures.push(error),
    });
    const response = await lostApi.fetch(new Request('http://localhost/api/v1/tasks/1'));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect((await response.json()).error.code).toBe('unavailable');
    expect(failures).toHaveLength(1);
    await lost.close();
  });
});

const jsonSchema = z.record(z.string(), z.unknown());
const documentSchema = z.object({
  components: z.object({ schemas: jsonSchema }),
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({
        responses: z.record(
          z.string(),
          z.object({ content: z.object({ 'application/json': z.object({ schema: jsonSchema }) }) }),
        ),
      }),
    }),
  ),
});
