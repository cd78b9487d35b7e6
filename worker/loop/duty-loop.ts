import type { Logger } from 'pino';

/** Does what is due, whenever something may have become due. */
export type DutyLoop = {
  /** The chain has a new head: everything pending is looked at again. */
  onHead(head: bigint): void;
  /** Something about one submission changed. */
  wake(submissionId: bigint): void;
  /** Number of the newest block seen. */
  head(): bigint | undefined;
  /** Takes no more work and waits for what is running. */
  stop(): Promise<void>;
};

/** Bounds the RPC requests and database connections of a long list. */
const MAXIMUM_AT_ONCE = 16;

/**
 * Runs `advance` for submissions: for each one at most once at a time, and again when it was woken meanwhile. It
 * remembers nothing that matters: `listPending` tells after every block, and so after a restart, what there is to
 * do. An error concerns one submission and ends nothing else.
 */
export function createDutyLoop(parameters: {
  /** The submissions that are committed or revealed and not settled. */
  listPending: () => Promise<readonly bigint[]>;
  /** Does what is due for a submission. */
  advance: (submissionId: bigint, head: bigint) => Promise<void>;
  /** Does what is due besides submissions. */
  keepHouse: (head: bigint) => Promise<void>;
  log: Logger;
}): DutyLoop {
  const { listPending, advance, keepHouse, log } = parameters;
  let head: bigint | undefined;
  let isStopped = false;
  let isListing = false;
  let isListingAgain = false;
  /** `true`: woken again while running. */
  const running = new Map<bigint, boolean>();
  const waiting = new Set<bigint>();
  const tasks = new Set<Promise<void>>();

  function track(task: Promise<void>): void {
    const tracked = task.finally(() => tasks.delete(tracked));
    tasks.add(tracked);
  }

  function wake(submissionId: bigint): void {
    if (isStopped || head === undefined) return;
    if (running.has(submissionId)) running.set(submissionId, true);
    else waiting.add(submissionId);
    fill();
  }

  function fill(): void {
    for (const submissionId of waiting) {
      if (isStopped || running.size >= MAXIMUM_AT_ONCE) return;
      waiting.delete(submissionId);
      running.set(submissionId, false);
      track(run(submissionId));
    }
  }

  async function run(submissionId: bigint): Promise<void> {
    const startedMs = performance.now();
    try {
      if (head !== undefined) await advance(submissionId, head);
    } catch (error) {
      const durationMs = Math.round(performance.now() - startedMs);
      log.error({ submissionId, durationMs, error }, 'submission could not be advanced');
    }
    const isWokenAgain = running.get(submissionId) === true;
    running.delete(submissionId);
    if (isWokenAgain) waiting.add(submissionId);
    fill();
  }

  async function lookAtAll(): Promise<void> {
    if (isListing) {
      isListingAgain = true;
      return;
    }
    isListing = true;
    try {
      do {
        isListingAgain = false;
        for (const submissionId of await listPending()) wake(submissionId);
        if (head !== undefined) await keepHouse(head);
      } while (isListingAgain && !isStopped);
    } catch (error) {
      log.error({ head, error }, 'pending submissions could not be read');
    } finally {
      isListing = false;
    }
  }

  return {
    onHead: (newHead) => {
      if (isStopped) return;
      head = newHead;
      track(lookAtAll());
    },
    wake,
    head: () => head,
    stop: async () => {
      isStopped = true;
      waiting.clear();
      while (tasks.size > 0) await Promise.all(tasks);
    },
  };
}
