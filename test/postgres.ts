import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '#devnet/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The maintenance database of the server that all test files of this run share. */
    postgresUrl: string;
  }
}

/** Vitest's global setup: one embedded Postgres a run (or `DATABASE_URL`'s), gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-test-'));
  const server = await startPostgres({
    dataDirectory: path.join(directory, 'postgres'),
    databaseUrl: process.env['DATABASE_URL'],
    durable: false,
  });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
