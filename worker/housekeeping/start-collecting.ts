import type { NodeContext } from '../context.ts';
import type { Shutdown } from '../process/shutdown.ts';
import { pause } from '../timing/pause.ts';
import { collectContent } from './collect-content.ts';

const INTERVAL_MS = 3_600_000;

/** Collects content that is no longer wanted, every hour. */
export function startCollecting(parameters: {
  context: NodeContext;
  shutdown: Shutdown;
  /** How long uploaded content waits for its task. */
  bundleRetentionHours: number;
}): void {
  const { context, shutdown, bundleRetentionHours } = parameters;
  const { signal, log } = context;
  const collect = async () => {
    for (;;) {
      await pause(INTERVAL_MS, signal);
      if (signal.aborted) return;
      try {
        await collectContent(context, { bundleRetentionHours });
      } catch (error) {
        log.error({ error }, 'content not collected');
      }
    }
  };
  const collecting = collect();
  shutdown.add('content collection', () => collecting);
}
