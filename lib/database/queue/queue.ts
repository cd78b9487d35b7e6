import type { Logger } from 'pino';
import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { z } from 'zod';
import { isRetryable } from '#protocol/errors/retryable.ts';
import { isDatabaseUnavailable } from '../unavailable.ts';
import { JobPayloadError } from './errors.ts';

/** How often, and when, a job is tried again after an error that says that this can help. */
export type RetryPolicy = {
  /** Tries after the first. */
  limit: number;
  /** The first pause; it doubles from try to try. */
  delaySeconds: number;
  longestDelaySeconds: number;
};

/** A kind of job. */
export type JobDefinition<Schema extends z.ZodType> = {
  /** The payload’s shape. Its input must be plain JSON: a `bigint` travels as a string. */
  schema: Schema;
  /** Jobs that one process works on at once. */
  concurrency: number;
  retry: RetryPolicy;
  /** Whoever works longer on a job loses it to another try. */
  longestWorkSeconds: number;
};

/** One try of a job. */
export type Job<Payload> = {
  id: string;
  payload: Payload;
  /** 0 for the first try. */
  attempt: number;
  /** Given when the process stops, or lost the job to another one: end soon, what you return is not used. */
  signal: AbortSignal;
};

/** Jobs of one kind. */
export type JobQueue<Schema extends z.ZodType> = {
  /**
   * Adds a job, unless one with the same key waits or is worked on. After that one’s end, the key is free again.
   *
   * @returns Whether it was added.
   * @throws {JobPayloadError}
   */
  enqueue(payload: z.input<Schema>, options: { key: string }): Promise<boolean>;
  /**
   * Works on jobs until the signal. A handler that throws an error that is retryable (`#protocol/errors/retryable.ts`)
   * is called again later; after any other error the job has failed for good. When a process dies, another one
   * takes its jobs over within seconds: a handler must be able to run twice.
   *
   * @returns When the signal was given and all handlers have ended.
   */
  work(
    handler: (job: Job<z.output<Schema>>) => Promise<void>,
    options: { signal: AbortSignal },
  ): Promise<void>;
  /** How many jobs wait, are worked on, and failed for good. */
  count(): Promise<{ waiting: number; active: number; failed: number }>;
};

/** The jobs of one operator, in its database. */
export type Queue = {
  /** Declares a kind of job; to be called by whoever enqueues or works on it. */
  define<Schema extends z.ZodType>(
    name: string,
    definition: JobDefinition<Schema>,
  ): Promise<JobQueue<Schema>>;
  /** Ends the connections; handlers must have ended. */
  close(): Promise<void>;
};

/** A process that gives no sign for so long is taken for dead. The shortest that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;
/** How often is looked for the dead. */
const SUPERVISION_SECONDS = 1;
/** How often is looked for jobs whose pause is over; new ones announce themselves. */
const POLLING_SECONDS = 0.5;
const CONNECTIONS = 5;

const WORK_OPTIONS = {
  batchSize: 1,
  pollingIntervalSeconds: POLLING_SECONDS,
  notifyPollingIntervalSeconds: POLLING_SECONDS,
  includeMetadata: true,
  perJobResults: true,
} as const;

/** The payload is wrapped, so that it can be any JSON. */
type StoredJob = { payload: unknown };

/** Opens the queue in a database; makes its tables if they are missing. */
export async function createQueue({ url, logger }: { url: string; logger: Logger }): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
  });
  boss.on('error', (error) =>
    logger.warn({ err: error }, 'the queue lost its database and goes on when it is back'),
  );
  boss.on('warning', (warning) => logger.debug({ warning }, 'the queue reports'));
  await boss.start();
  return {
    define: async (name, definition) => {
      await declare(boss, name, definition);
      return jobQueue(boss, name, definition, logger.child({ queue: name }));
    },
    close: () => boss.stop({ graceful: false }),
  };
}

async function declare(boss: PgBoss, name: string, definition: JobDefinition<z.ZodType>): Promise<void> {
  const options = {
    retryLimit: definition.retry.limit,
    retryDelay: definition.retry.delaySeconds,
    retryBackoff: true,
    retryDelayMax: definition.retry.longestDelaySeconds,
    expireInSeconds: definition.longestWorkSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    notify: true,
  };
  // Exclusive: of the jobs with one key, at most one waits or is worked on.
  await boss.createQueue(name, { ...options, policy: 'exclusive' });
  await boss.updateQueue(name, options);
}

function jobQueue<Schema extends z.ZodType>(
  boss: PgBoss,
  name: string,
  definition: JobDefinition<Schema>,
  logger: Logger,
): JobQueue<Schema> {
  const { schema, concurrency } = definition;

  function parse(payload: unknown): z.output<Schema> {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) throw new JobPayloadError({ name, cause: parsed.error });
    return parsed.data;
  }

  return {
    enqueue: async (payload, { key }) => {
      parse(payload);
      return (await boss.send(name, { payload }, { singletonKey: key })) !== null;
    },
    work: async (handler, { signal }) => {
      const slots = await Promise.all(Array.from({ length: concurrency }, startSlot));
      await abortion(signal);
      await Promise.all(slots.map((id) => boss.offWork(name, { id, wait: true })));

      /** One job at a time; a call a slot, since a slot of several would sleep between its jobs. */
      async function startSlot(): Promise<string> {
        const id: string = await boss.work<StoredJob, unknown, typeof WORK_OPTIONS>(
          name,
          WORK_OPTIONS,
          (jobs) => {
            // The next job is looked for at once when this one is done.
            boss.notifyWorker(id);
            return Promise.all(jobs.map(attempt));
          },
        );
        return id;
      }

      async function attempt(job: JobWithMetadata<StoredJob>): Promise<JobResult> {
        const startedMs = performance.now();
        const log = { key: job.singletonKey, attempt: job.retryCount };
        const ending = AbortSignal.any([signal, job.signal]);
        try {
          await handler({
            id: job.id,
            payload: parse(job.data.payload),
            attempt: job.retryCount,
            signal: ending,
          });
          logger.debug({ ...log, durationMs: Math.round(performance.now() - startedMs) }, 'done');
          return { id: job.id, status: 'completed' };
        } catch (error) {
          const again = ending.aborted || isRetryable(error) || isDatabaseUnavailable(error);
          logger.warn({ ...log, err: error }, again ? 'failed, and is tried again' : 'failed for good');
          return { id: job.id, status: again ? 'failed' : 'deadletter', output: { message: String(error) } };
        }
      }
    },
    count: async () => {
      const [stats] = await boss.getQueueStats(name, { force: true });
      return {
        waiting: stats?.queuedCount ?? 0,
        active: stats?.activeCount ?? 0,
        failed: stats?.failedCount ?? 0,
      };
    },
  };
}

function abortion(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
