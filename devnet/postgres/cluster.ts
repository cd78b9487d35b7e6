import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LOOPBACK, isSystemError } from '../ports.ts';
import { type Account, makeDirectory } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { DiskFullError, PostgresStartError, PostgresVersionError } from './errors.ts';
import { type Postmaster, readPostmaster } from './postmaster.ts';

/** The one role of the embedded server. */
export const SUPERUSER = 'zarathustra';

const PASSWORD_FILE = 'zarathustra.password';
const LOG_FILE = 'zarathustra.log';
const LOG_TAIL_BYTES = 2_000;
const START_TIMEOUT_MS = 120_000;
const POLL_INTERVAL_MS = 10;

/** Something else took the port between its choice and its use. */
export class PortLostError extends PostgresStartError {
  override name = 'PortLostError';
}

/** The files of one server, its programs and its account. */
export type Cluster = {
  dataDirectory: string;
  binaries: PostgresBinaries;
  account: Account | undefined;
};

/**
 * Makes the files of a new server, unless they are there. They are made under another name and then renamed: a
 * run that was killed on the way leaves nothing that looks whole.
 */
export async function initialise(cluster: Cluster): Promise<void> {
  const { dataDirectory, binaries, account } = cluster;
  const version = await readIfThere(path.join(dataDirectory, 'PG_VERSION'));
  if (version !== undefined) {
    const actual = version.trim();
    if (actual === binaries.majorVersion) return;
    throw new PostgresVersionError({ dataDirectory, actual, expected: binaries.majorVersion });
  }
  const partial = `${dataDirectory}.partial`;
  await rm(partial, { recursive: true, force: true });
  await makeDirectory(partial, account);
  const password = randomBytes(16).toString('hex');
  const secrets = await mkdtemp(path.join(tmpdir(), 'zarathustra-password-'));
  const passwordFile = path.join(secrets, 'password');
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) for (const file of [secrets, passwordFile]) await chown(file, account.uid, account.gid);
    await runInitdb(cluster, partial, passwordFile);
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
  await writeFile(path.join(partial, PASSWORD_FILE), password, { mode: 0o600 });
  try {
    // An empty directory may be there already; anything else is not ours to replace.
    await rename(partial, dataDirectory);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** The connection string of a database on a server of these files. */
export async function connectionUrl(parameters: {
  dataDirectory: string;
  port: number;
  database: string;
}): Promise<string> {
  const { dataDirectory, port, database } = parameters;
  const password = await readFile(path.join(dataDirectory, PASSWORD_FILE), 'utf8');
  return `postgresql://${SUPERUSER}:${password}@${LOOPBACK}:${port}/${encodeURIComponent(database)}`;
}

/**
 * Starts the server in a session of its own, so that Ctrl-C reaches it only through us, in our order. Its log
 * goes to a file, which, unlike a pipe, outlives us.
 *
 * @param parameters.durable `false`: do not wait for the disk. For data that nobody will miss.
 */
export async function launch(parameters: Cluster & { port: number; durable: boolean }): Promise<Postmaster> {
  const { dataDirectory, binaries, account, port, durable } = parameters;
  const logFile = path.join(dataDirectory, LOG_FILE);
  const log = await open(logFile, 'a', 0o600);
  const { size: logStart } = await log.stat();
  try {
    const settings = {
      listen_addresses: LOOPBACK,
      unix_socket_directories: '',
      max_connections: '200',
      timezone: 'UTC',
      // Containers give little shared memory; nothing here scans so much that it would gain from helpers.
      max_parallel_workers_per_gather: '0',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', dataDirectory, '-p', String(port), ...flags], {
      ...account,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, LC_ALL: 'C' },
      cwd: dataDirectory,
    });
    const failure = endOf(child);
    const postmaster = await waitUntilReady(dataDirectory, child, failure);
    if (postmaster) {
      child.unref();
      return postmaster;
    }
  } finally {
    await log.close();
  }
  const tail = (await readFile(logFile, 'utf8')).slice(logStart).slice(-LOG_TAIL_BYTES);
  if (/No space left on device/.test(tail)) throw new DiskFullError({ directory: dataDirectory });
  if (/could not bind|Address already in use/.test(tail)) {
    throw new PortLostError({ step: `listening on port ${port}`, log: tail });
  }
  throw new PostgresStartError({ step: 'the server', log: tail });
}

/** `undefined`: the server ended instead. */
async function waitUntilReady(
  dataDirectory: string,
  child: ChildProcess,
  ended: Promise<unknown>,
): Promise<Postmaster | undefined> {
  let hasEnded = false;
  const noted = ended.then(() => {
    hasEnded = true;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!hasEnded) {
    const postmaster = await readPostmaster(dataDirectory);
    if (postmaster?.ready && postmaster.pid === child.pid) return postmaster;
    if (performance.now() > deadline) child.kill('SIGQUIT');
    await Promise.race([noted, delay(POLL_INTERVAL_MS)]);
  }
  return undefined;
}

async function runInitdb(cluster: Cluster, directory: string, passwordFile: string): Promise<void> {
  const { binaries, account } = cluster;
  const options = [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of strings on every machine, whatever its locales are.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ];
  const child = spawn(binaries.initdb, options, {
    ...account,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    cwd: directory,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const failure = await endOf(child);
  if (failure === undefined) return;
  if (/No space left on device/.test(output)) throw new DiskFullError({ directory });
  throw new PostgresStartError({
    step: 'making its files',
    log: output.slice(-LOG_TAIL_BYTES),
    cause: failure,
  });
}

/** How a process ended: `undefined` when well. */
async function endOf(child: ChildProcess): Promise<Error | undefined> {
  try {
    await once(child, 'close');
    const { exitCode, signalCode } = child;
    return exitCode === 0 ? undefined : new Error(`exit status ${exitCode ?? signalCode ?? 'unknown'}`);
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    await stat(file);
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}
