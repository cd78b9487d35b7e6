import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import { RetryableError } from '#protocol/errors/retryable.ts';
import { useTestDatabase } from '../../../test/database.ts';
import { JobPayloadError } from './errors.ts';
import { type Job, type JobDefinition, type Queue, createQueue } from './queue.ts';

const database = useTestDatabase({ migrated: false });
const logger = pino({ level: 'silent' });

const definition = {
  schema: z.object({ submissionId: z.string().transform((text) => BigInt(text)) }),
  concurrency: 2,
  retry: { limit: 3, delaySeconds: 1, longestDelaySeconds: 2 },
  longestWorkSeconds: 60,
} satisfies JobDefinition<z.ZodType>;

type Payload = z.output<typeof definition.schema>;

let queue: Queue;
let name: string;
let stopping: AbortController;
let working: Promise<void>[];

beforeEach(async () => {
  queue = await createQueue({ url: database().url, logger });
  name = `evaluation-${randomBytes(4).toString('hex')}`;
  stopping = new AbortController();
  working = [];
});

afterEach(async () => {
  stopping.abort();
  await Promise.all(working);
  await queue.close();
});

async function start(handler: (job: Job<Payload>) => Promise<void>) {
  const jobs = await queue.define(name, definition);
  working.push(jobs.work(handler, { signal: stopping.signal }));
  return jobs;
}

/** Collects what a handler sees, and resolves when it has seen enough. */
function collector<Item>(enough: number) {
  const items: Item[] = [];
  const { promise, resolve } = Promise.withResolvers<Item[]>();
  return {
    items,
    done: promise,
    add: (item: Item) => {
      items.push(item);
      if (items.length === enough) resolve(items);
    },
  };
}

describe('createQueue', () => {
  test('default: a job reaches a handler with its payload parsed', async () => {
    const seen = collector<bigint>(1);
    const jobs = await start(async ({ payload }) => seen.add(payload.submissionId));
    expect(await jobs.enqueue({ submissionId: '4294967297' }, { key: 'a' })).toBe(true);
    expect(await seen.done).toEqual([4_294_967_297n]);
  });

  test('behavior: a key that waits or is worked on is not added again; after its end it is', async () => {
    const seen = collector<number>(2);
    const gate = Promise.withResolvers<void>();
    const jobs = await queue.define(name, definition);
    expect(await jobs.enqueue({ submissionId: '1' }, { key: 'same' })).toBe(true);
    expect(await jobs.enqueue({ submissionId: '1' }, { key: 'same' })).toBe(false);
    expect(await jobs.enqueue({ submissionId: '1' }, { key: 'other' })).toBe(true);
    const started = Promise.withResolvers<void>();
    working.push(
      jobs.work(
        async ({ attempt }) => {
          started.resolve();
          await gate.promise;
          seen.add(attempt);
        },
        { signal: stopping.signal },
      ),
    );
    await started.promise;
    expect(await jobs.enqueue({ submissionId: '1' }, { key: 'same' })).toBe(false);
    gate.resolve();
    expect(await seen.done).toEqual([0, 0]);
    await expect
      .poll(() => jobs.enqueue({ submissionId: '1' }, { key: 'same' }), { timeout: 10_000 })
      .toBe(true);
  });

  test('behavior: only an error that is retryable is tried again', async () => {
    const tries = collector<string>(4);
    const jobs = await start(async ({ payload, attempt }) => {
      tries.add(`${payload.submissionId}:${attempt}`);
      if (payload.submissionId === 1n) throw new BaseError('The parameters are wrong.');
      if (attempt < 2)
        throw new BaseError('It failed.', { cause: new RetryableError('The gateway is busy.') });
    });
    await jobs.enqueue({ submissionId: '1' }, { key: 'final' });
    await jobs.enqueue({ submissionId: '2' }, { key: 'transient' });
    expect((await tries.done).sort()).toEqual(['1:0', '2:0', '2:1', '2:2']);
    await expect.poll(async () => (await jobs.count()).active, { timeout: 10_000 }).toBe(0);
    // A job that failed for good leaves its key free, for whoever knows better.
    expect(await jobs.enqueue({ submissionId: '3' }, { key: 'final' })).toBe(true);
  });

  test('behavior: several jobs are worked on at once, as many as declared', async () => {
    const started = collector<bigint>(2);
    const gate = Promise.withResolvers<void>();
    const finished = collector<bigint>(3);
    const jobs = await start(async ({ payload }) => {
      started.add(payload.submissionId);
      await gate.promise;
      finished.add(payload.submissionId);
    });
    for (const id of ['1', '2', '3']) await jobs.enqueue({ submissionId: id }, { key: id });
    await started.done;
    expect(started.items).toHaveLength(2);
    gate.resolve();
    expect((await finished.done).sort()).toEqual([1n, 2n, 3n]);
  });

  test('behavior: a payload of the wrong shape is refused when it is added', async () => {
    const jobs = await queue.define(name, definition);
    const malformed: unknown = { submissionId: 5 };
    await expect(jobs.enqueue(malformed as { submissionId: string }, { key: 'x' })).rejects.toThrow(
      JobPayloadError,
    );
  });

  test('behavior: stopping tells the handlers, and what they leave is done by the next process', async () => {
    const started = Promise.withResolvers<void>();
    const jobs = await start(async ({ signal }) => {
      started.resolve();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
    await jobs.enqueue({ submissionId: '7' }, { key: 'left' });
    await started.promise;
    stopping.abort();
    await Promise.all(working.splice(0));

    stopping = new AbortController();
    const seen = collector<bigint>(1);
    await start(async ({ payload }) => seen.add(payload.submissionId));
    expect(await seen.done).toEqual([7n]);
  });

  test('behavior: the jobs of a process that is killed are taken over', async () => {
    const jobs = await queue.define(name, definition);
    await jobs.enqueue({ submissionId: '9' }, { key: 'orphan' });
    const other = spawn(process.execPath, ['--input-type=module', '-e', hangingWorker(name)], {
      cwd: path.resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, URL_OF_DATABASE: database().url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => other.stdout.once('data', resolve));
    const exited = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await exited;

    const seen = collector<Job<Payload>>(1);
    await start(async (job) => seen.add(job));
    const [job] = await seen.done;
    expect(job?.payload.submissionId).toBe(9n);
    expect(job?.attempt).toBe(1);
  });
});

/** A process that takes one job and never finishes it. */
function hangingWorker(queueName: string): string {
  return `
    import pino from 'pino';
    import { z } from 'zod';
    import { createQueue } from ${JSON.stringify(new URL('./queue.ts', import.meta.url).href)};
    const queue = await createQueue({ url: process.env.URL_OF_DATABASE, logger: pino({ level: 'silent' }) });
    const jobs = await queue.define(${JSON.stringify(queueName)}, {
      schema: z.object({ submissionId: z.string() }),
      concurrency: 1,
      retry: { limit: 3, delaySeconds: 1, longestDelaySeconds: 2 },
      longestWorkSeconds: 60,
    });
    await jobs.work(() => { process.stdout.write('taken'); return new Promise(() => {}); }, { signal: new AbortController().signal });
  `;
}
