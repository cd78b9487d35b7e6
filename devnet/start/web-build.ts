import { createHash } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { childLog, readLogTail, startChild } from '../children/child.ts';
import { isSystemError } from '../ports.ts';
import { replaceFile } from './data-directory.ts';
import { WebBuildError } from './errors.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Next's own program. */
export const NEXT = path.join(ROOT, 'node_modules/next/dist/bin/next');
const BUILD_FOLDER = path.join(ROOT, '.next');
const STAMP = path.join(BUILD_FOLDER, 'zarathustra.sources');
/** What a build is made of; files in `public/` are served as they are. */
const SOURCES = ['app', 'components', 'hooks', 'examples', 'lib', 'prisma/schema'];
const SOURCE_FILES = [
  'proxy.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/**
 * Builds the web app unless the last build is of these very sources.
 *
 * @returns Whether it was built now.
 * @throws {WebBuildError}
 */
export async function buildWeb(parameters: { folder: string; signal: AbortSignal }): Promise<boolean> {
  const { folder, signal } = parameters;
  const sources = await hashSources();
  if ((await readIfThere(STAMP)) === sources && (await readIfThere(path.join(BUILD_FOLDER, 'BUILD_ID')))) {
    return false;
  }
  await rm(STAMP, { force: true });
  const build = await startChild({
    folder,
    name: 'build',
    arguments: [NEXT, 'build'],
    environment: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  const stop = () => void build.stop();
  signal.addEventListener('abort', stop, { once: true });
  const end = await build.ended;
  signal.removeEventListener('abort', stop);
  await build.stop();
  signal.throwIfAborted();
  if (end !== 'status 0') {
    const log = childLog(folder, 'build');
    throw new WebBuildError({ end, log, output: await readLogTail(log) });
  }
  await replaceFile(STAMP, sources);
  return true;
}

async function hashSources(): Promise<string> {
  const folders = await Promise.all(SOURCES.map(listSources));
  const hash = createHash('sha256');
  for (const file of [...folders.flat(), ...SOURCE_FILES].sort()) {
    const content = await readIfThere(path.join(ROOT, file));
    if (content !== undefined) hash.update(`${file}\0`).update(content).update('\0');
  }
  return hash.digest('hex');
}

async function listSources(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}
