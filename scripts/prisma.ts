import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { z } from 'zod';
import { startPostgres } from '#devnet/postgres.ts';
import { NO_FILTERS, openSchemaEngine } from '#database/schema-engine.ts';
import { applyMigrations, readSchema } from '#database/migrate.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * `generate` writes the typed client into lib/database/generated.
 *
 * The command asks for the native schema engine before it does anything, and would download it, but generating
 * never calls it: any existing file will do.
 */
function generate(): number {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const { status } = spawnSync(
    process.execPath,
    [cli, 'generate', '--schema', 'prisma/schema', '--no-hints'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  return status ?? 1;
}

/** `check` fails when the checked-in migrations do not make what the schema files describe. */
async function check(): Promise<number> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-schema-'));
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false });
  try {
    const described = await server.createDatabaseFor('described');
    await execute(described, await describeInSql(described));
    const migrated = await server.createDatabaseFor('migrated');
    await applyMigrations({ url: migrated });
    const made = new Set(await listObjects(migrated));
    // Beyond the schema's, migrations make what its language cannot say: text search, indexes on parts of tables.
    const missing = (await listObjects(described)).filter((object) => !made.has(object));
    if (missing.length === 0) return 0;
    process.stderr.write(
      `prisma/migrations does not make what prisma/schema describes:\n${missing.map((object) => `  ${object}\n`).join('')}` +
        'Add a migration with the next number; those that are there already stay as they are.\n',
    );
    return 1;
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The schema files as SQL for an empty database. */
async function describeInSql(url: string): Promise<string> {
  const schema = await readSchema();
  const { engine, close } = await openSchemaEngine({ url, schema });
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: schema },
    script: true,
    exitCode: null,
    filters: NO_FILTERS,
  });
  await close();
  return stdout ?? '';
}

/** Columns, constraints, indexes and values of enumerations, a line each. */
async function listObjects(url: string): Promise<string[]> {
  const { rows } = await execute(
    url,
    `SELECT format('column %s.%s %s null:%s default:%s', table_name, column_name, udt_name, is_nullable, column_default) AS object
       FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT format('constraint %s %s', conname, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT format('value %s of %s', enumlabel, typname)
       FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
     ORDER BY 1`,
  );
  return z
    .array(z.object({ object: z.string() }))
    .parse(rows)
    .map(({ object }) => object);
}

async function execute(url: string, sql: string): Promise<{ rows: unknown[] }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

const commands: Record<string, () => number | Promise<number>> = { generate, check };
const command = commands[process.argv[2] ?? ''];
if (command) {
  process.exitCode = await command();
} else {
  process.stderr.write(`Usage: node scripts/prisma.ts ${Object.keys(commands).join(' | ')}\n`);
  process.exitCode = 2;
}
