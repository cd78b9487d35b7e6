import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { createDatabaseOn, dropDatabaseOn, startPostgres } from '#devnet/postgres.ts';

/**
 * A database of its own for the test file (or the `describe`) that calls this: made and migrated before its
 * tests, dropped after them. It is on the server that `test/postgres.ts` shares as Vitest's global setup; where
 * that is not configured, on a server of its own.
 *
 * @param parameters.migrated `false`: leave it empty.
 * @example
 * const database = useTestDatabase();
 * test('…', async () => {
 *   await database().prisma.task.findMany();
 * });
 */
export function useTestDatabase(parameters: { migrated?: boolean } = {}): () => Database {
  const { migrated = true } = parameters;
  const name = `test_${randomBytes(8).toString('hex')}`;
  let server: { url: string; stop(): Promise<void> } | undefined;
  let database: Database | undefined;
  beforeAll(async () => {
    server = await sharedServer();
    const url = await createDatabaseOn(server.url, name);
    if (migrated) await applyMigrations({ url });
    database = createDatabase({ url });
  });
  afterAll(async () => {
    await database?.close();
    if (!server) return;
    await dropDatabaseOn(server.url, name);
    await server.stop();
  });
  return () => {
    if (!database) throw new Error('The test database exists from beforeAll on: call this inside a test.');
    return database;
  };
}

async function sharedServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const shared: string | undefined = inject('postgresUrl');
  if (shared !== undefined) return { url: shared, stop: () => Promise.resolve() };
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-test-'));
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
