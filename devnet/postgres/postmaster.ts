import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from '../ports.ts';
import { commandLine, endProcess, identifyProcess } from '../processes.ts';

/** What a running server writes about itself into its data directory. */
export type Postmaster = { pid: number; port: number; ready: boolean };

/** How long a fast shutdown may take, a checkpoint included, before the server is told to drop everything. */
const SHUTDOWN_MS = 20_000;

/** The server that runs on a data directory, if any. A file that a crash left behind is removed. */
export async function findPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  const postmaster = await readPostmaster(dataDirectory);
  if (!postmaster) return undefined;
  if (
    (await identifyProcess(postmaster.pid)) &&
    (await commandLine(postmaster.pid))?.includes(dataDirectory)
  ) {
    return postmaster;
  }
  // The number may meanwhile be another program's, and Postgres would take that for a running server.
  await rm(pidFile(dataDirectory), { force: true });
  return undefined;
}

/** As the file says, whether it is true or not. */
export async function readPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  try {
    // Lines: pid, data directory, start time, port, socket directory, listen address, shared memory, status.
    const lines = (await readFile(pidFile(dataDirectory), 'utf8')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** Stops a server: sessions are ended and everything is written; after a while, without writing everything. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  await endProcess({ pid, signals: ['SIGINT', 'SIGQUIT'], patienceMs: SHUTDOWN_MS });
}

function pidFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'postmaster.pid');
}
