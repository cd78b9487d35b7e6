import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BaseError } from '#protocol/errors/base.ts';
import type { NodeConfigurationInput } from '#worker/configuration.ts';
import { childLog, readLogTail, startChild } from '../children/child.ts';

const START_TIMEOUT_MS = 120_000;
const POLL_INTERVAL_MS = 50;
const ANSWER_TIMEOUT_MS = 2_000;
const OWNER_ONLY = 0o600;
const MAIN = path.resolve(import.meta.dirname, '../../worker/main.ts');

/** An operator's process ended, or never became healthy. */
export class OperatorProcessError extends BaseError {
  override name = 'OperatorProcessError';
  constructor({
    name,
    problem,
    log,
    output,
  }: {
    name: string;
    problem: string;
    log: string;
    output: string;
  }) {
    super(`${name} ${problem}.`, {
      details: output.trim() || undefined,
      metaMessages: [`Its log is ${log}.`],
    });
  }
}

/** A running operator node. */
export type OperatorProcess = {
  pid: number;
  endpoint: string;
  /** Resolves when the process has ended, with how. */
  ended: Promise<string>;
  /** Rejects when the process ends without having been stopped. */
  failed: Promise<never>;
  stop(): Promise<void>;
};

/**
 * Starts an operator's node as a process of its own, with its configuration and log in its folder, and waits
 * until it is healthy.
 *
 * @throws {OperatorProcessError}
 */
export async function startOperator(parameters: {
  /** As people call it: "operator 1". */
  name: string;
  folder: string;
  configuration: NodeConfigurationInput & { http: { host: string; port: number } };
  /** Ends the wait, and the process with it. */
  signal?: AbortSignal | undefined;
}): Promise<OperatorProcess> {
  const { name, folder, configuration, signal } = parameters;
  await mkdir(folder, { recursive: true });
  const configurationFile = path.join(folder, 'configuration.json');
  await writeFile(configurationFile, JSON.stringify(configuration, null, 2), { mode: OWNER_ONLY });
  const { pid, ended, stop } = await startChild({
    folder,
    name: 'node',
    arguments: [MAIN, configurationFile],
  });
  const log = childLog(folder, 'node');
  const problem = async (text: string) =>
    new OperatorProcessError({ name, problem: text, log, output: await readLogTail(log) });
  const endpoint = `http://${configuration.http.host}:${configuration.http.port}`;
  let isStopping = false;
  const failed = ended.then(async (end) => {
    if (isStopping) return new Promise<never>(() => undefined);
    throw await problem(`ended (${end})`);
  });
  // Whoever awaits it sees the failure; nobody having to await it is no failure of its own.
  failed.catch(() => undefined);
  const stopInOrder = async () => {
    isStopping = true;
    await stop();
  };
  const waiting = new AbortController();
  const signals = [waiting.signal, ...(signal ? [signal] : [])];
  try {
    await Promise.race([failed, waitUntilHealthy({ endpoint, problem, signal: AbortSignal.any(signals) })]);
  } catch (error) {
    await stopInOrder();
    throw error;
  } finally {
    waiting.abort();
  }
  return { pid, endpoint, ended, failed, stop: stopInOrder };
}

async function waitUntilHealthy(parameters: {
  endpoint: string;
  problem: (text: string) => Promise<OperatorProcessError>;
  signal: AbortSignal;
}): Promise<void> {
  const { endpoint, problem, signal } = parameters;
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await isHealthy(endpoint))) {
    signal.throwIfAborted();
    if (performance.now() > deadline)
      throw await problem(`was not healthy after ${START_TIMEOUT_MS / 1000} s`);
    await delay(POLL_INTERVAL_MS);
  }
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/health`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
