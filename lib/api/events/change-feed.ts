import type { Database } from '#database/client.ts';
import { type Checkpoint, isIndexedBlock, readCheckpoint, readSubjects } from '#database/pages/checkpoint.ts';
import { listPendingProgress, readProgressMark, readSubmissionProgress } from '#database/pages/progress.ts';
import type { LiveEvent } from '#protocol/http/live-events.ts';
import type { SubmissionProgress } from '#protocol/http/progress.ts';

/** What a listener is told of. */
export type Listener = {
  /** A step of the index. */
  onEvent: (event: LiveEvent) => void;
  /** How far a submission is that is not settled, or was not until now: at first of each, then of what changed. */
  onProgress?: ((progress: SubmissionProgress) => void) | undefined;
};

/** Follows the index, and how far submissions are, for everybody who listens: with two queries while nothing changes. */
export type ChangeFeed = {
  /**
   * Listens from now on, or from after a block that the listener knows.
   *
   * @param parameters.after The last block that the listener heard of.
   * @returns Ends listening.
   */
  subscribe(parameters: Listener & { after: bigint | undefined }): () => void;
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
  const listeners = new Set<Listener>();
  let known: Checkpoint | undefined;
  const progress = createProgressFollower(database);
  let timer: NodeJS.Timeout | undefined;
  let waitMs = POLL_INTERVAL_MS;
  let isClosed = false;

  async function look(): Promise<void> {
    const next = await readCheckpoint(database);
    const previous = known;
    if (next !== undefined && next.blockHash !== previous?.blockHash) {
      known = next;
      if (previous !== undefined) {
        const event = await describeStep(database, { previous, next });
        for (const { onEvent } of [...listeners]) onEvent(event);
      }
    }
    for (const changed of await progress.readChanges(next?.blockHash)) {
      for (const { onProgress } of [...listeners]) onProgress?.(changed);
    }
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
            // Who closed it may have closed the database under a look.
            if (!isClosed) onError(error);
          },
        )
        .finally(() => {
          timer = undefined;
          schedule();
        });
    }, waitMs);
  }

  /** The first event tells a new listener where the index stands and what it missed. */
  async function greet(after: bigint | undefined, { onEvent, onProgress }: Listener): Promise<void> {
    const checkpoint = await readCheckpoint(database);
    if (checkpoint === undefined) return;
    known ??= checkpoint;
    onEvent(await describeGap(database, { after, checkpoint }));
    if (onProgress) for (const pending of await listPendingProgress(database)) onProgress(pending);
  }

  return {
    subscribe: ({ after, onEvent, onProgress }) => {
      let isListening = true;
      const listener: Listener = {
        onEvent: (event) => {
          if (isListening) onEvent(event);
        },
        onProgress: onProgress && ((changed) => isListening && onProgress(changed)),
      };
      listeners.add(listener);
      greet(after, listener).catch(onError);
      schedule();
      return () => {
        isListening = false;
        listeners.delete(listener);
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

/** Remembers what was told of each submission, and finds what is different now. */
function createProgressFollower(database: Database) {
  let mark: string | undefined;
  let told = new Map<string, string>();
  return {
    /** What changed since the last call; at the first call everything, which is told twice rather than missed. */
    readChanges: async (blockHash: string | undefined): Promise<SubmissionProgress[]> => {
      const next = `${blockHash} ${await readProgressMark(database)}`;
      if (next === mark) return [];
      const pending = await listPendingProgress(database);
      const texts = new Map(pending.map((progress) => [progress.submissionId, describe(progress)]));
      const ended = await Promise.all(
        [...told.keys()]
          .filter((submissionId) => !texts.has(submissionId))
          .map((submissionId) => readSubmissionProgress(database, { submissionId: BigInt(submissionId) })),
      );
      const changed = pending.filter(
        ({ submissionId }) => told.get(submissionId) !== texts.get(submissionId),
      );
      mark = next;
      told = texts;
      return [...changed, ...ended.filter((progress) => progress !== undefined)];
    },
  };
}

/** All but the head, which is another one at every block, and what is estimated from it. */
function describe({ headBlock: _head, untilTime: _time, ...progress }: SubmissionProgress): string {
  return JSON.stringify(progress);
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
