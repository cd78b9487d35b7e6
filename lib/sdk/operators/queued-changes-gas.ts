/** Queueing a change of the set applies up to two that others queued before; each adds a key to the running sum. */
export const QUEUED_CHANGES_GAS = 800_000n;
