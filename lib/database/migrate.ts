import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Client } from 'pg';
import { MigrationError } from './errors.ts';
import { NO_FILTERS, type SchemaFile, openSchemaEngine } from './schema-engine.ts';

const PRISMA_DIRECTORY = new URL('../../prisma/', import.meta.url);

/** Key of the advisory lock that keeps processes which start at once from migrating at once. */
const MIGRATION_LOCK = 0x5a_61_72_61;

/**
 * Brings a database to the schema of this program by the migrations under `prisma/migrations`. Does nothing when
 * there is nothing to do; several processes may call it at once, one migrates and the others wait.
 *
 * @returns The names of the migrations that this call applied.
 * @throws {MigrationError} when a migration fails, or the database was made by other migrations than these.
 */
export async function applyMigrations({ url }: { url: string }): Promise<string[]> {
  const lock = new Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await migrate(url);
  } finally {
    // Ending the session gives the lock back.
    await lock.end();
  }
}

/** The files of the Prisma schema, in the order of their names. */
export async function readSchema(): Promise<SchemaFile[]> {
  const directory = new URL('schema/', PRISMA_DIRECTORY);
  const names = (await readdir(directory)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: fileURLToPath(new URL(name, directory)),
      content: await readFile(new URL(name, directory), 'utf8'),
    })),
  );
}

async function migrate(url: string): Promise<string[]> {
  const [schema, migrationsList] = await Promise.all([readSchema(), readMigrations()]);
  const { engine, close } = await openSchemaEngine({ url, schema });
  try {
    const history = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    });
    requireKnownHistory(history.editedMigrationNames, history.failedMigrationNames, history.history);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  } catch (cause) {
    if (cause instanceof MigrationError) throw cause;
    throw new MigrationError({
      reason: 'a migration failed',
      remedy: 'Restore the database from a backup, or start with an empty one: the chain rebuilds the index.',
      cause,
    });
  } finally {
    await close();
  }
}

function requireKnownHistory(
  edited: readonly string[],
  failed: readonly string[],
  history: { diagnostic: string; unpersistedMigrationNames?: readonly string[] } | null,
): void {
  const [failedName] = failed;
  if (failedName !== undefined) {
    throw new MigrationError({
      reason: `the migration ${failedName} failed before and left the database half-way`,
      remedy: 'Restore the database from a backup, or start with an empty one: the chain rebuilds the index.',
    });
  }
  const [unknownName] = history?.unpersistedMigrationNames ?? [];
  const [editedName] = edited;
  if (unknownName !== undefined || editedName !== undefined) {
    throw new MigrationError({
      reason: `it was made by another version of this program (migration ${unknownName ?? editedName})`,
      remedy: 'Run that version or a newer one, or start with an empty database.',
    });
  }
}

async function readMigrations(): Promise<MigrationList> {
  const directory = new URL('migrations/', PRISMA_DIRECTORY);
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  return {
    baseDir: fileURLToPath(directory),
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(new URL('migration_lock.toml', directory), 'utf8'),
    },
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(new URL(`${path}/migration.sql`, directory), 'utf8'),
          },
        },
      })),
    ),
  };
}
