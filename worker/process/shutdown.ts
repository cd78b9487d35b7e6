import type { Logger } from 'pino';

/** What a start has opened, to be closed in the opposite order. */
export type Shutdown = {
  add(name: string, close: () => Promise<void>): void;
  /** Closes everything; what fails is logged and ends nothing else. Running it again does nothing. */
  run(): Promise<void>;
};

export function createShutdown(log: Logger): Shutdown {
  const open: { name: string; close: () => Promise<void> }[] = [];
  return {
    add: (name, close) => {
      open.push({ name, close });
    },
    run: async () => {
      for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
        const startedMs = performance.now();
        try {
          await entry.close();
          log.debug({ durationMs: Math.round(performance.now() - startedMs) }, `${entry.name} closed`);
        } catch (error) {
          log.error({ error }, `${entry.name} could not be closed`);
        }
      }
    },
  };
}
