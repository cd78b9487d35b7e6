import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from 'viem';
import { childLog, readLogTail, startChild } from '../children/child.ts';
import type { Part } from '../children/supervise.ts';
import { LOOPBACK, endpointAt } from '../ports.ts';
import { WebServerError } from './errors.ts';
import { NEXT } from './web-build.ts';

const START_TIMEOUT_MS = 120_000;
const POLL_INTERVAL_MS = 100;
const ANSWER_TIMEOUT_MS = 10_000;

/** Serves the built web app and waits until it answers. @throws {WebServerError} */
export async function startWebServer(parameters: {
  folder: string;
  port: number;
  /** The index that it reads. */
  databaseUrl: string;
  rpcUrl: string;
  deploymentFile: string;
  /** Accounts that the chain signs for, offered in the browser. */
  developmentAccounts: readonly Address[];
  signal: AbortSignal;
}): Promise<Part> {
  const { folder, port, databaseUrl, rpcUrl, deploymentFile, developmentAccounts, signal } = parameters;
  const server = await startChild({
    folder,
    name: 'server',
    arguments: [NEXT, 'start', '--hostname', LOOPBACK, '--port', String(port)],
    environment: {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: databaseUrl,
      RPC_URL: rpcUrl,
      DEPLOYMENT: deploymentFile,
      DEVELOPMENT_ACCOUNTS: developmentAccounts.join(','),
    },
  });
  const log = childLog(folder, 'server');
  const problem = async (text: string) =>
    new WebServerError({ problem: text, log, output: await readLogTail(log) });
  let end: string | undefined;
  void server.ended.then((how) => {
    end = how;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  try {
    while (!(await answers(`${endpointAt(port)}/api/health`))) {
      signal.throwIfAborted();
      if (end !== undefined) throw await problem(`ended (${end})`);
      if (performance.now() > deadline) {
        throw await problem(`did not answer for ${START_TIMEOUT_MS / 1000} s`);
      }
      await delay(POLL_INTERVAL_MS);
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
