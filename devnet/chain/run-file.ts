import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isSystemError } from '../ports.ts';
import { type ProcessIdentity, endProcess, identifyProcess, isSameProcess } from '../processes.ts';
import { ChainInUseError } from './errors.ts';
import { saveState } from './state.ts';

const identity = z.object({ pid: z.number(), startedAt: z.string() });
const runFileSchema = z.object({ chain: identity, owner: identity, rpcUrl: z.string() });

const STOP_PATIENCE_MS = 10_000;

/** Notes who runs a chain on a data directory, for the next run to find should this one be killed. */
export async function writeRunFile(parameters: {
  dataDirectory: string;
  pid: number;
  rpcUrl: string;
}): Promise<void> {
  const { dataDirectory, pid, rpcUrl } = parameters;
  const [chain, owner] = await Promise.all([identifyProcess(pid), identifyProcess(process.pid)]);
  const file = runFile(dataDirectory);
  await writeFile(`${file}.partial`, JSON.stringify({ chain, owner, rpcUrl }));
  await rename(`${file}.partial`, file);
}

export async function removeRunFile(dataDirectory: string): Promise<void> {
  await rm(runFile(dataDirectory), { force: true });
}

/**
 * Saves and ends the chain that a killed run left behind on a data directory, if there is one.
 *
 * @throws {ChainInUseError} when its run was not killed at all.
 */
export async function endLeftOver(parameters: {
  dataDirectory: string;
  onNotice: (sentence: string) => void;
}): Promise<void> {
  const { dataDirectory, onNotice } = parameters;
  const content = await readIfThere(runFile(dataDirectory));
  if (content === undefined) return;
  const { chain, owner, rpcUrl } = runFileSchema.parse(JSON.parse(content));
  if (await isSameProcess(chain)) {
    if (await isSameProcess(owner)) throw new ChainInUseError({ dataDirectory, pid: owner.pid });
    onNotice(`A chain left over from an earlier run (process ${chain.pid}) is saved and started again.`);
    await saveOrSay({ rpcUrl, dataDirectory, onNotice });
    await endLeftOverProcess(chain);
  }
  await removeRunFile(dataDirectory);
}

async function endLeftOverProcess({ pid }: ProcessIdentity): Promise<void> {
  await endProcess({ pid, signals: ['SIGTERM', 'SIGKILL'], patienceMs: STOP_PATIENCE_MS });
}

async function saveOrSay(parameters: {
  rpcUrl: string;
  dataDirectory: string;
  onNotice: (sentence: string) => void;
}): Promise<void> {
  try {
    await saveState(parameters);
  } catch (error) {
    parameters.onNotice(`It did not answer (${String(error)}), so its last blocks are lost.`);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

function runFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'chain.run.json');
}
