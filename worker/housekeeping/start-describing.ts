import { type DescriptionRetries, describeTasks } from '../content/describe-tasks.ts';
import type { NodeContext } from '../context.ts';
import type { Shutdown } from '../process/shutdown.ts';
import { pause } from '../timing/pause.ts';

const INTERVAL_MS = 2_000;

/** Keeps the descriptions of tasks in the index, for pages and searches. */
export function startDescribing({ context, shutdown }: { context: NodeContext; shutdown: Shutdown }): void {
  const { signal, log } = context;
  const retries: DescriptionRetries = new Map();
  const describe = async () => {
    for (;;) {
      await pause(INTERVAL_MS, signal);
      if (signal.aborted) return;
      try {
        await describeTasks(context, { retries, nowMs: performance.now() });
      } catch (error) {
        log.warn({ error }, 'tasks not described');
      }
    }
  };
  const describing = describe();
  shutdown.add('descriptions', () => describing);
}
