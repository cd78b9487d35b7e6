import { access, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isSystemError } from '../ports.ts';
import { requestChain } from './rpc.ts';

/** How often the state is written at most; a chain that is killed loses what came after. */
const SAVE_INTERVAL_MS = 1_000;
/** Saving may take this share of the time. */
const SAVE_SHARE = 0.05;
const REQUEST_TIMEOUT_MS = 60_000;

/** Where the chain of a data directory is kept. */
export function stateFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'chain.json');
}

/** Whether a chain was saved here. */
export async function hasState(dataDirectory: string): Promise<boolean> {
  try {
    await access(stateFile(dataDirectory));
    return true;
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return false;
    throw cause;
  }
}

/**
 * Writes the whole chain to its file. anvil's own saving overwrites the file in place, so that a kill in the
 * middle would lose the chain; here the old file stays until the new one is complete.
 */
export async function saveState(parameters: { rpcUrl: string; dataDirectory: string }): Promise<void> {
  const { rpcUrl, dataDirectory } = parameters;
  const dump = z
    .string()
    .parse(await requestChain({ rpcUrl, method: 'anvil_dumpState', timeoutMs: REQUEST_TIMEOUT_MS }));
  const target = stateFile(dataDirectory);
  await writeFile(`${target}.partial`, gunzipSync(Buffer.from(dump.slice(2), 'hex')));
  await rename(`${target}.partial`, target);
}

/**
 * Saves the chain whenever it has grown, until `signal`.
 *
 * @param parameters.onFailure Told when it cannot be saved any more; every interval tries again.
 * @param parameters.onRecovery Told when it could be saved after that.
 */
export async function keepSaving(parameters: {
  rpcUrl: string;
  dataDirectory: string;
  signal: AbortSignal;
  onFailure: (error: unknown) => void;
  onRecovery: () => void;
}): Promise<void> {
  const { rpcUrl, signal, onFailure, onRecovery } = parameters;
  let saved: unknown;
  let isFailing = false;
  let pauseMs = SAVE_INTERVAL_MS;
  while (await pause(pauseMs, signal)) {
    const startedMs = performance.now();
    try {
      const head = await requestChain({ rpcUrl, method: 'eth_blockNumber', timeoutMs: REQUEST_TIMEOUT_MS });
      if (head !== saved) await saveState(parameters);
      saved = head;
      if (isFailing) onRecovery();
      isFailing = false;
    } catch (error) {
      if (signal.aborted) return;
      if (!isFailing) onFailure(error);
      isFailing = true;
    }
    pauseMs = Math.max(SAVE_INTERVAL_MS, (performance.now() - startedMs) / SAVE_SHARE);
  }
}

/** @returns `false` once `signal` is given. */
async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(durationMs, undefined, { signal });
    return true;
  } catch (cause) {
    if (signal.aborted) return false;
    throw cause;
  }
}
