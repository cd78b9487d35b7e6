import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';

/** One file of the Prisma schema. */
export type SchemaFile = { path: string; content: string };

/** Nothing in the database is managed from elsewhere. */
export const NO_FILTERS: bindings.SchemaFilter = { externalTables: [], externalEnums: [] };

let loaded: Promise<void> | undefined;

/** A schema engine on one database. */
export type OpenSchemaEngine = { engine: bindings.SchemaEngine; close(): Promise<void> };

/**
 * Opens Prisma's schema engine on a running database. It is the WebAssembly build, which comes with its package;
 * the native one would have to be downloaded.
 */
export async function openSchemaEngine(parameters: {
  url: string;
  schema: readonly SchemaFile[];
}): Promise<OpenSchemaEngine> {
  loaded ??= load();
  await loaded;
  const datamodels = parameters.schema.map((file): [string, string] => [file.path, file.content]);
  const pool = new Pool({ connectionString: parameters.url });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
    return {
      engine,
      close: async () => {
        engine.free();
        // The engine leaves its session open, and in it the lock that keeps others from migrating.
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The package's own entry imports the .wasm file as a module, which not every runtime and bundler can. */
async function load(): Promise<void> {
  const script = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(new URL('schema_engine_bg.wasm', script));
  const imports: WebAssembly.ModuleImports = { ...bindings };
  for (const name of Object.keys(imports)) {
    if (name.startsWith('__wbg_setTimeout_')) imports[name] = startTimer;
  }
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') Reflect.apply(start, undefined, []);
}

/** The engine bounds its waiting by timers that it never clears; they must not keep a process from ending. */
function startTimer(callback: () => void, durationMs: number): NodeJS.Timeout {
  return setTimeout(callback, durationMs).unref();
}
