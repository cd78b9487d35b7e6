import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { isSystemError } from '../ports.ts';
import { endProcess } from '../processes.ts';
import { endNoted, removeRunFile, writeRunFile } from './run-file.ts';

const LEASH = pathToFileURL(path.join(import.meta.dirname, 'leash.ts')).href;
const LEASH_DESCRIPTOR = 3;
const ROOT = path.resolve(import.meta.dirname, '../..');
const STOP_PATIENCE_MS = 10_000;
const LOG_LIMIT_BYTES = 32 * 1024 ** 2;
const LOG_TAIL_BYTES = 2_000;
/** What the web app reads besides. */
const PART_VARIABLES = ['DATABASE_URL', 'RPC_URL', 'DEPLOYMENT'];

/** A Node process of the local stack. It ends with the process that started it. */
export type Child = {
  pid: number;
  /** Resolves, however it ended, with how: "signal SIGKILL", "status 1". */
  ended: Promise<string>;
  /** Ends it and waits for that. */
  stop(): Promise<void>;
};

/**
 * Starts a Node process on a leash, in a session of its own: Ctrl-C is for whoever started it, who stops everything
 * in order. One that an earlier run left behind under the same name is ended first.
 *
 * @param parameters.folder Where its log and the note of its process lie: `<name>.log`, `<name>.run.json`.
 * @param parameters.onLine Told every line of its standard output, which is then not in the log.
 */
export async function startChild(parameters: {
  folder: string;
  name: string;
  arguments: readonly string[];
  environment?: Readonly<Record<string, string>> | undefined;
  onLine?: ((line: string) => void) | undefined;
}): Promise<Child> {
  const { folder, name, onLine } = parameters;
  await mkdir(folder, { recursive: true });
  const runFile = path.join(folder, `${name}.run.json`);
  await endNoted(runFile);
  const logFile = childLog(folder, name);
  await rotate(logFile);
  const log = await open(logFile, 'a');
  const child = spawn(process.execPath, ['--import', LEASH, ...parameters.arguments], {
    cwd: ROOT,
    detached: true,
    env: {
      ...inheritedEnvironment(),
      ...parameters.environment,
      ZARATHUSTRA_LEASH: String(LEASH_DESCRIPTOR),
    },
    stdio: ['ignore', onLine ? 'pipe' : log.fd, log.fd, 'pipe'],
  });
  await log.close();
  // The child's end closes the pipe; that it ended is told elsewhere.
  child.stdio[LEASH_DESCRIPTOR]?.on('error', () => undefined);
  if (child.stdout && onLine) tellLines(child.stdout, onLine);
  const ended = endOf(once(child, 'close'), () =>
    child.signalCode === null ? `status ${child.exitCode}` : `signal ${child.signalCode}`,
  );
  const { pid } = child;
  if (pid === undefined) throw new Error(await ended);
  const stop = async () => {
    await endProcess({ pid, signals: ['SIGTERM', 'SIGKILL'], patienceMs: STOP_PATIENCE_MS });
    await ended;
    await removeRunFile(runFile);
  };
  try {
    await writeRunFile(runFile, pid);
  } catch (error) {
    // Nobody would hold it: the next start would find its port and its files taken.
    await stop();
    throw error;
  }
  return { pid, ended, stop };
}

export function childLog(folder: string, name: string): string {
  return path.join(folder, `${name}.log`);
}

/** The end of a child's log, for errors. */
export async function readLogTail(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({
      position: Math.max(0, size - LOG_TAIL_BYTES),
      buffer: Buffer.alloc(LOG_TAIL_BYTES),
    });
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}

/** Our environment without our own settings: those of the stack are not those of its parts. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('ZARATHUSTRA_') || PART_VARIABLES.includes(name)) delete environment[name];
  }
  return environment;
}

async function endOf(closed: Promise<unknown>, describe: () => string): Promise<string> {
  try {
    await closed;
    return describe();
  } catch (error) {
    return String(error);
  }
}

function tellLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine);
}

async function rotate(file: string): Promise<void> {
  try {
    if ((await stat(file)).size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT')) throw cause;
  }
}
