import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from '../children/supervise.ts';
import { identifyProcess } from '../processes.ts';
import type { PostgresServer } from '../postgres.ts';

const POLL_INTERVAL_MS = 250;

/** The embedded Postgres as a part to be watched; it may be the server of an earlier run, and so not our child. */
export function watchPostgres(server: PostgresServer): Part {
  const watching = new AbortController();
  const { embedded } = server;
  const ended =
    embedded === undefined
      ? new Promise<string>(() => undefined)
      : waitForEnd(embedded.pid, watching.signal).then(() => `process ${embedded.pid} is gone`);
  return {
    ended,
    stop: async () => {
      watching.abort();
      await server.stop();
    },
  };
}

async function waitForEnd(pid: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await identifyProcess(pid))) {
    await delay(POLL_INTERVAL_MS, undefined, { ref: false });
  }
}
