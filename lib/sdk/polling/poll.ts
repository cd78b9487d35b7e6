import { BaseError } from '#protocol/errors/base.ts';

/** What every action that waits takes. */
export type PollingOptions = {
  /** @default 1_000 */
  intervalMs?: number | undefined;
  /** Gives up after this time. @default never */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
};

const DEFAULT_INTERVAL_MS = 1_000;

/** What was waited for did not happen in time. */
export class WaitTimeoutError extends BaseError {
  override name = 'WaitTimeoutError';
  constructor({ awaited, timeoutMs }: { awaited: string; timeoutMs: number }) {
    super(`${awaited} did not happen within ${timeoutMs} ms.`, {
      metaMessages: ['It may still happen: look again later, or wait longer.'],
    });
  }
}

/**
 * Reads again and again until `until` holds for what was read.
 *
 * @param parameters.awaited What is waited for, as the beginning of a sentence.
 * @throws {WaitTimeoutError}, the signal’s reason, and what `read` throws.
 */
export async function poll<Value>(
  parameters: PollingOptions & {
    awaited: string;
    read: () => Promise<Value>;
    until: (value: Value) => boolean;
    /** Called with every value read, the last one included. */
    onProgress?: ((value: Value) => void) | undefined;
  },
): Promise<Value> {
  const {
    awaited,
    read,
    until,
    onProgress,
    intervalMs = DEFAULT_INTERVAL_MS,
    timeoutMs,
    signal,
  } = parameters;
  const startedMs = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const value = await read();
    onProgress?.(value);
    if (until(value)) return value;
    if (timeoutMs !== undefined && performance.now() - startedMs + intervalMs > timeoutMs) {
      throw new WaitTimeoutError({ awaited, timeoutMs });
    }
    await pause(intervalMs, signal);
  }
}

/** Resolves after the time; rejects at once when aborted. */
export function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Whoever aborts may give any value as the reason. */
function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException(String(reason), 'AbortError');
}
