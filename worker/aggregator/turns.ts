import type { Hex } from 'viem';

/** Since when verdicts could be posted, as far as this process saw. */
export type Turns = {
  /** How many blocks ago a verdict could first be posted; 0 when it is asked for the first time. */
  blocksSince(parameters: { submissionId: bigint; verdictHash: Hex; head: bigint }): bigint;
  /** Forgets all other submissions than these. */
  retain(submissionIds: ReadonlySet<bigint>): void;
};

/** Nothing is lost with it: after a restart the waiting begins anew. */
export function createTurns(): Turns {
  const firstPostable = new Map<bigint, Map<Hex, bigint>>();
  return {
    blocksSince: ({ submissionId, verdictHash, head }) => {
      const verdicts = firstPostable.get(submissionId) ?? new Map<Hex, bigint>();
      firstPostable.set(submissionId, verdicts);
      const first = verdicts.get(verdictHash) ?? head;
      verdicts.set(verdictHash, first);
      return head - first;
    },
    retain: (submissionIds) => {
      for (const submissionId of firstPostable.keys()) {
        if (!submissionIds.has(submissionId)) firstPostable.delete(submissionId);
      }
    },
  };
}
