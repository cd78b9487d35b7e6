import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isSystemError } from '../ports.ts';
import { type ProcessIdentity, endProcess, identifyProcess, isSameProcess } from '../processes.ts';

const identitySchema = z.object({ pid: z.number().int(), startedAt: z.string() });

const PATIENCE_MS = 8_000;

/** Notes which process does something, for the next run to find should nobody live to remove the note. */
export async function writeRunFile(file: string, pid: number): Promise<void> {
  const identity = await identifyProcess(pid);
  if (identity === undefined) return;
  await writeFile(`${file}.partial`, JSON.stringify(identity));
  await rename(`${file}.partial`, file);
}

/** The process of a note, if it still runs. */
export async function findRunning(file: string): Promise<ProcessIdentity | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
  const identity = identitySchema.parse(JSON.parse(text));
  return (await isSameProcess(identity)) ? identity : undefined;
}

export async function removeRunFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Ends the process of a note, if it still runs, and removes the note. */
export async function endNoted(file: string): Promise<void> {
  const left = await findRunning(file);
  if (left) await endProcess({ pid: left.pid, signals: ['SIGTERM', 'SIGKILL'], patienceMs: PATIENCE_MS });
  await removeRunFile(file);
}
