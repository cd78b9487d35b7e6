import { statfs } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';

const LOOK_MS = 2_000;
/** Below it writes begin to fail. */
const LOW_BYTES = 32 * 1024 ** 2;
/** Above it there is enough to go on with; the distance keeps the two sentences from alternating. */
const ENOUGH_BYTES = 2 * LOW_BYTES;

/**
 * Tells when the disk below the marketplace is full, and when there is space again. Nothing needs to be done then:
 * whatever could not write is tried again by itself.
 */
export function watchSpace(parameters: { directory: string; onNotice: (sentence: string) => void }): {
  stop(): Promise<void>;
} {
  const { directory, onNotice } = parameters;
  const stopping = new AbortController();
  const watch = async () => {
    let isLow = false;
    for await (const _ of setInterval(LOOK_MS, undefined, { signal: stopping.signal, ref: false })) {
      const freeBytes = await measureFreeBytes(directory);
      if (!isLow && freeBytes < LOW_BYTES) {
        isLow = true;
        onNotice(
          `The disk that holds ${directory} is full: free some space. Until then parts fail and are started again; what was promised is not lost.`,
        );
      } else if (isLow && freeBytes > ENOUGH_BYTES) {
        isLow = false;
        onNotice('There is space on the disk again: everything goes on by itself, within half a minute.');
      }
    }
  };
  const watching = watch().catch((error: unknown) => {
    if (!stopping.signal.aborted) onNotice(`The free space of ${directory} cannot be read: ${String(error)}`);
  });
  return {
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}

/** What this account may still write below a folder, in bytes. */
export async function measureFreeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
