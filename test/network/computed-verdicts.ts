import { setTimeout as delay } from 'node:timers/promises';
import type { Hex } from 'viem';
import type { Database } from '#database/client.ts';
import { listEvaluations } from '#database/operator/evaluations.ts';
import { listPendingSubmissions } from '#database/operator/pending.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';

const POLL_INTERVAL_MS = 50;

/** A verdict that an honest operator computed, while its submission is pending. */
export type ComputedVerdict = { verdict: Verdict; verdictHash: Hex };

/**
 * Calls for every verdict that an honest operator has computed on what is pending, again and again.
 *
 * @returns What ends it.
 */
export function followComputedVerdicts(parameters: {
  database: Database;
  act: (computed: ComputedVerdict) => Promise<void>;
}): { stop(): Promise<void> } {
  const { database, act } = parameters;
  const ending = new AbortController();
  const running = (async () => {
    while (!ending.signal.aborted) {
      try {
        for (const submissionId of await listPendingSubmissions(database)) {
          const seeds = await database.prisma.observedSeed.findMany({ where: { submissionId } });
          for (const row of seeds) {
            const evaluations = await listEvaluations(database, { submissionId, seed: row.seed as Hex });
            for (const { computed } of evaluations) if (computed) await act(computed);
          }
        }
      } catch {
        // The database may be away for a moment: that is the test's doing.
      }
      await delay(POLL_INTERVAL_MS);
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
