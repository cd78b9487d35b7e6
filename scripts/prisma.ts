import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '#devnet/postgres.ts';
import { NO_FILTERS, openSchemaEngine } from '#database/schema-engine.ts';
import { readSchema } from '#database/migrate.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MIGRATION = path.join(ROOT, 'prisma/migrations/0001_initial/migration.sql');

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

/** `migration` writes the initial migration from all schema files, by comparing them with an empty database. */
async function migration(): Promise<number> {
  const script = await initialMigration();
  await mkdir(path.dirname(MIGRATION), { recursive: true });
  await writeFile(MIGRATION, script);
  process.stdout.write(`Wrote ${path.relative(ROOT, MIGRATION)}\n`);
  return 0;
}

/** `check` fails when the schema files ask for another migration than the one that is checked in. */
async function check(): Promise<number> {
  if ((await initialMigration()) === (await readFile(MIGRATION, 'utf8'))) return 0;
  process.stderr.write(
    `${path.relative(ROOT, MIGRATION)} does not belong to prisma/schema. Run: node scripts/prisma.ts migration\n`,
  );
  return 1;
}

async function initialMigration(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-schema-'));
  const server = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false });
  try {
    const schema = await readSchema();
    const { engine, close } = await openSchemaEngine({
      url: await server.createDatabaseFor('schema'),
      schema,
    });
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: schema },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    await close();
    return stdout ?? '';
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const commands: Record<string, () => number | Promise<number>> = { generate, migration, check };
const command = commands[process.argv[2] ?? ''];
if (command) {
  process.exitCode = await command();
} else {
  process.stderr.write(`Usage: node scripts/prisma.ts ${Object.keys(commands).join(' | ')}\n`);
  process.exitCode = 2;
}
