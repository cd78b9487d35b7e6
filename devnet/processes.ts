import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isSystemError } from './ports.ts';

const POLL_INTERVAL_MS = 20;

/** A process, told apart from a later one with the same number by when it started. */
export type ProcessIdentity = { pid: number; startedAt: string };

/** The process with this number, unless it has ended. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (platform() !== 'linux') {
    const startedAt = await readByPs(pid, 'lstart');
    return startedAt ? { pid, startedAt } : undefined;
  }
  const status = await readProcessFile(pid, 'stat');
  if (status === undefined) return undefined;
  // The program's name is in brackets and may contain any character; the state and the rest follow.
  const [state, ...rest] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  // Z: it has ended, and its parent has not collected it yet.
  return state === 'Z' ? undefined : { pid, startedAt: rest[18] ?? '' };
}

/** Whether that very process still runs. */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  const current = await identifyProcess(identity.pid);
  return current?.startedAt === identity.startedAt;
}

/** The command line of a process; `undefined` when it has ended. */
export async function commandLine(pid: number): Promise<string | undefined> {
  return platform() === 'linux' ? readProcessFile(pid, 'cmdline') : readByPs(pid, 'command');
}

/** Sends a signal. @returns `false` when there is no such process. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (cause) {
    if (isSystemError(cause, 'ESRCH')) return false;
    throw cause;
  }
}

/**
 * Ends a process with one signal after the other, each with some time to work.
 *
 * @param parameters.signals For example `['SIGTERM', 'SIGKILL']`.
 * @param parameters.patienceMs How long to wait after each.
 */
export async function endProcess(parameters: {
  pid: number;
  signals: readonly NodeJS.Signals[];
  patienceMs: number;
}): Promise<void> {
  const { pid, signals, patienceMs } = parameters;
  for (const signal of signals) {
    if (!sendSignal(pid, signal)) return;
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      if ((await identifyProcess(pid)) === undefined) return;
      await delay(POLL_INTERVAL_MS);
    }
  }
}

async function readProcessFile(pid: number, name: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT') || isSystemError(cause, 'ESRCH')) return undefined;
    throw cause;
  }
}

async function readByPs(pid: number, column: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', `${column}=`, '-p', String(pid)]);
    return stdout.trim() || undefined;
  } catch (cause) {
    // ps exits with status 1 when there is no such process.
    if (cause instanceof Error && 'code' in cause && cause.code === 1) return undefined;
    throw cause;
  }
}
