import { setTimeout as delay } from 'node:timers/promises';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A part that ran this long starts again without delay's growing. */
const STEADY_MS = 60_000;

/** Something that runs until it is stopped or ends by itself. */
export type Part = {
  /** Resolves, however it ended, with how. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

/**
 * Starts a part and starts it again whenever it ends by itself, after pauses that grow while it does not last.
 *
 * @param parameters.name As people call it: "operator 1".
 * @throws What the first start throws; later failures are told and tried again.
 */
export async function supervise(parameters: {
  name: string;
  start: () => Promise<Part>;
  onNotice: (sentence: string) => void;
}): Promise<{ stop(): Promise<void> }> {
  const { name, start, onNotice } = parameters;
  const stopping = new AbortController();
  const stopped = new Promise<undefined>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  let part: Part | undefined = await start();
  let pauseMs = FIRST_PAUSE_MS;

  const watch = async () => {
    for (let startedMs = performance.now(); !stopping.signal.aborted; startedMs = performance.now()) {
      const end = await Promise.race([part?.ended, stopped]);
      if (stopping.signal.aborted) return;
      if (performance.now() - startedMs > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      const restartNote = `it is started again in ${pauseMs / 1000} s.`;
      onNotice(
        end === undefined
          ? `${capitalised(name)}: ${restartNote}`
          : `${capitalised(name)} ended (${end}); ${restartNote}`,
      );
      await Promise.race([delay(pauseMs, undefined, { ref: false }), stopped]);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      if (!stopping.signal.aborted) part = await startAgain();
    }
  };
  const startAgain = async (): Promise<Part | undefined> => {
    try {
      await part?.stop();
      part = undefined;
      return await start();
    } catch (error) {
      onNotice(
        `${capitalised(name)} did not start: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      await part?.stop();
    },
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
