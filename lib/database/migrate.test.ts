import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { useTestDatabase } from '../../test/database.ts';
import { MigrationError } from './errors.ts';
import { applyMigrations } from './migrate.ts';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const MIGRATIONS = ['0001_initial', '0002_task_lists', '0003_slashing_and_inbox'];

describe('applyMigrations', () => {
  const empty = useTestDatabase({ migrated: false });
  const contested = useTestDatabase({ migrated: false });
  const foreign = useTestDatabase();
  const broken = useTestDatabase();

  test('default: migrates an empty database, and does nothing the second time', async () => {
    const { url } = empty();
    expect(await applyMigrations({ url })).toEqual(MIGRATIONS);
    expect(await applyMigrations({ url })).toEqual([]);
    expect(await empty().prisma.task.count()).toBe(0);
  });

  test('behavior: of several processes that start at once one migrates, and all find it done', async () => {
    const { url } = contested();
    const applied = await Promise.all(Array.from({ length: 4 }, () => applyMigrations({ url })));
    expect(applied.flat()).toEqual(MIGRATIONS);
    expect(await contested().prisma.submission.count()).toBe(0);
  });

  test('behavior: a database that a newer version migrated is left alone', async () => {
    const { url } = foreign();
    await query(
      url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('x', 'x', '0999_from_the_future', now(), 1)`,
    );
    const failure = applyMigrations({ url });
    await expect(failure).rejects.toThrow(MigrationError);
    await expect(failure).rejects.toThrow('0999_from_the_future');
  });

  test('behavior: a migration that failed half-way is reported as that', async () => {
    const { url } = broken();
    await query(url, `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'disk full'`);
    await expect(applyMigrations({ url })).rejects.toThrow('the migration 0001_initial failed before');
  });
});

test('the migration that is checked in belongs to the schema files', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const { status, stderr } = spawnSync(process.execPath, ['scripts/prisma.ts', 'check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
