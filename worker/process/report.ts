import { randomUUID } from 'node:crypto';
import { forgetProcess, reportProcess } from '#database/operator/processes.ts';
import { RUNTIME_ID } from '#evaluation/runtime/runtime-id.ts';
import type { NodeContext } from '../context.ts';
import type { Role } from '../roles.ts';
import { pause } from '../timing/pause.ts';

const REPORT_INTERVAL_MS = 2_000;

/** Tells the operator's other processes, and whoever asks any of them, how this one does. */
export type ProcessReporter = {
  /** From now on its roles work. */
  started(): void;
  /** Ends in order: nobody misses it. */
  close(): Promise<void>;
};

/**
 * Reports at once and then every few seconds.
 *
 * @param parameters.isChainUp Whether the chain answers and the index follows.
 */
export async function startReporting(parameters: {
  context: NodeContext;
  roles: ReadonlySet<Role>;
  isChainUp: () => Promise<boolean>;
}): Promise<ProcessReporter> {
  const { context, roles, isChainUp } = parameters;
  const { database, contentStore, log } = context;
  const processId = randomUUID();
  const closing = new AbortController();
  let isStarted = false;

  const report = async () => {
    const [chain, storage] = await Promise.all([
      isChainUp(),
      contentStore.check().then(
        () => true,
        (error: unknown) => {
          log.warn({ error }, 'the content store does not work');
          return false;
        },
      ),
    ]);
    await reportProcess(database, {
      processId,
      roles: [...roles],
      isStarted,
      isChainUp: chain,
      isStorageUp: storage,
      runtimeId: RUNTIME_ID,
    });
  };
  const keepReporting = async () => {
    while (!closing.signal.aborted) {
      await report().catch((error: unknown) => {
        log.warn({ error }, 'the node’s state could not be reported');
      });
      await pause(REPORT_INTERVAL_MS, closing.signal);
    }
  };
  await report();
  const reporting = keepReporting();
  return {
    started: () => {
      isStarted = true;
    },
    close: async () => {
      closing.abort();
      await reporting;
      await forgetProcess(database, { processId });
    },
  };
}
