import type { Database } from '#database/client.ts';
import { type Checkpoint, isIndexedBlock, readCheckpoint, readSubjects } from '#database/pages/checkpoint.ts';
import type { LiveEvent } from '#protocol/http/live-events.ts';

/** Follows the index for everybody who listens, with one query a step. */
export type ChangeFeed = {
  /**
   * Listens from now on, or from after a block that the listener knows.
   *
   * @param parameters.after The last block that the listener heard of.
   * @returns Ends listening.
   */
  subscribe(parameters: { after: bigint | undefined; onEvent: (event: LiveEvent) => void }): () => void;
  /** Ends following. */
  close(): void;
};

const POLL_INTERVAL_MS = 400;
/** The wait after a failed look doubles up to this. */
const LONGEST_WAIT_MS = 10_000;
/** Beyond that, listeners reload everything. */
const SUBJECT_LIMIT = 2_000;

/**
 * Looks at the index's checkpoint while anybody listens. The checkpoint, not a notification, is what is followed: a
 * look that fails is made again, and nothing is lost in between.
 *
 * @param parameters.onError Told when the index cannot be read; it is tried again by itself.
 */
export function createChangeFeed(parameters: {
  database: Database;
  onError: (error: unknown) => void;
}): ChangeFeed {
  const { database, onError } = parameters;
  const listeners = new Set<(event: LiveEvent) => void>();
  let known: Checkpoint | undefined;
  let timer: NodeJS.Timeout | undefined;
  let waitMs = POLL_INTERVAL_MS;
  let isClosed = false;

  async function look(): Promise<void> {
    const next = await readCheckpoint(database);
    const previous = known;
    if (next === undefined || next.blockHash === previous?.blockHash) return;
    known = next;
    if (previous === undefined) return;
    const event = await describeStep(database, { previous, next });
    for (const tell of [...listeners]) tell(event);
  }

  function schedule(): void {
    if (isClosed || timer !== undefined || listeners.size === 0) return;
    timer = setTimeout(() => {
      look()
        .then(
          () => {
            waitMs = POLL_INTERVAL_MS;
          },
          (error: unknown) => {
            waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
            onError(error);
          },
        )
        .finally(() => {
          timer = undefined;
          schedule();
        });
    }, waitMs);
  }

  /** The first event tells a new listener where the index stands and what it missed. */
  async function greet(after: bigint | undefined, onEvent: (event: LiveEvent) => void): Promise<void> {
    const checkpoint = await readCheckpoint(database);
    if (checkpoint === undefined) return;
    known ??= checkpoint;
    onEvent(await describeGap(database, { after, checkpoint }));
  }

  return {
    subscribe: ({ after, onEvent }) => {
      let isListening = true;
      const tell = (event: LiveEvent) => {
        if (isListening) onEvent(event);
      };
      listeners.add(tell);
      greet(after, tell).catch(onError);
      schedule();
      return () => {
        isListening = false;
        listeners.delete(tell);
        // Nobody listens: the next listener starts from where the index will stand then.
        if (listeners.size === 0) {
          clearTimeout(timer);
          timer = undefined;
          known = undefined;
        }
      };
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

async function describeStep(
  database: Database,
  { previous, next }: { previous: Checkpoint; next: Checkpoint },
): Promise<LiveEvent> {
  const isContinued = next.blockNumber > previous.blockNumber && (await isIndexedBlock(database, previous));
  return isContinued
    ? describeGap(database, { after: previous.blockNumber, checkpoint: next })
    : resetAt(next);
}

async function describeGap(
  database: Database,
  { after, checkpoint }: { after: bigint | undefined; checkpoint: Checkpoint },
): Promise<LiveEvent> {
  const { blockNumber } = checkpoint;
  if (after === undefined || after === blockNumber) return quietAt(checkpoint);
  if (after > blockNumber) return resetAt(checkpoint);
  const subjects = await readSubjects(database, { after, upTo: blockNumber, limit: SUBJECT_LIMIT });
  if (subjects === undefined) return resetAt(checkpoint);
  return {
    ...quietAt(checkpoint),
    taskIds: subjects.taskIds,
    submissionIds: subjects.submissionIds.map(String),
    accounts: subjects.accounts,
  };
}

function quietAt({ blockNumber, timestamp }: Checkpoint): LiveEvent {
  return {
    blockNumber: Number(blockNumber),
    timestamp,
    isReset: false,
    taskIds: [],
    submissionIds: [],
    accounts: [],
  };
}

function resetAt(checkpoint: Checkpoint): LiveEvent {
  return { ...quietAt(checkpoint), isReset: true };
}
