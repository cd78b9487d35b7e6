import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '#devnet/postgres.ts';
import { createDatabase } from './client.ts';
import { applyMigrations } from './migrate.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('behavior: tells a database that is away from a query that is wrong', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-unavailable-test-'));
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false });
  onTestFinished(async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const url = await server.createDatabaseFor('test');
  await applyMigrations({ url });
  const database = createDatabase({ url });
  const { prisma } = database;

  const wrong = await errorOf(() => prisma.$queryRaw`SELECT 1 / 0`);
  expect(wrong).toBeInstanceOf(Error);
  expect(isDatabaseUnavailable(wrong)).toBe(false);
  const missing = await errorOf(() => prisma.task.findUniqueOrThrow({ where: { id: 1 } }));
  expect(isDatabaseUnavailable(missing)).toBe(false);
  expect(isDatabaseUnavailable('a string')).toBe(false);

  // Under a query, and under a commit: the sessions are known to run them when they show up as active.
  const interrupted = errorOf(() => prisma.$queryRaw`SELECT pg_sleep(600)::text`);
  await prisma.$executeRaw`CREATE TABLE slow (id int)`;
  await prisma.$executeRaw`CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NULL; END'`;
  await prisma.$executeRaw`CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sleep()`;
  const uncommitted = errorOf(() =>
    prisma.$transaction((inner) => inner.$executeRaw`INSERT INTO slow VALUES (1)`, { timeout: 600_000 }),
  );
  const observer = new Client({ connectionString: server.url });
  observer.on('error', () => undefined);
  await observer.connect();
  await expect
    .poll(
      async () =>
        (await observer.query(`SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`)).rowCount,
    )
    .toBe(2);
  await server.stop();
  expect(isDatabaseUnavailable(await interrupted)).toBe(true);
  expect(isDatabaseUnavailable(await uncommitted)).toBe(true);

  expect(isDatabaseUnavailable(await errorOf(() => prisma.task.count()))).toBe(true);
  expect(isDatabaseUnavailable(await errorOf(() => prisma.$queryRaw`SELECT 1`))).toBe(true);
  expect(isDatabaseUnavailable(await errorOf(() => prisma.$transaction((inner) => inner.task.count())))).toBe(
    true,
  );
  const refused = await errorOf(() => new Client({ connectionString: url }).connect());
  expect(isDatabaseUnavailable(refused)).toBe(true);
  await database.close();
});
