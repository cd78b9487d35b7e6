import { z } from 'zod';

const submissionSchema = z.object({
  submissionId: z.string().regex(/^\d+$/),
  taskId: z.int(),
  index: z.int(),
  status: z.string(),
});

/** A submission as its notification needs it. */
export type SettledSubmission = z.output<typeof submissionSchema>;

const pageSchema = z.object({ rows: z.array(submissionSchema) });

/** Nothing can happen any more to a submission that is neither of these. */
const UNSETTLED = ['Committed', 'Revealed'] as const;
const MOST_LOOKED_UP = 20;

/** Where an account's submissions that wait for their end are remembered between visits. */
export type AwaitedStore = { read(): readonly string[]; write(submissionIds: readonly string[]): void };

/**
 * Compares the submissions that an account waited for with the index. Those that have ended since are returned, once.
 *
 * @param parameters.fetchJson Asks the read API; rejects when it does not answer, and then nothing is forgotten.
 */
export async function findSettlements(parameters: {
  account: string;
  store: AwaitedStore;
  fetchJson: (path: string) => Promise<unknown>;
}): Promise<SettledSubmission[]> {
  const { account, store, fetchJson } = parameters;
  const pages = await Promise.all(
    UNSETTLED.map((status) =>
      fetchJson(`/api/v1/submissions?optimizer=${account}&status=${status}&limit=100`),
    ),
  );
  const waiting = pages.flatMap((page) => pageSchema.parse(page).rows);
  const waitingIds = new Set(waiting.map(({ submissionId }) => submissionId));
  const missing = store.read().filter((submissionId) => !waitingIds.has(submissionId));
  const details = await Promise.all(
    missing.slice(-MOST_LOOKED_UP).map(async (submissionId) => {
      const parsed = submissionSchema.safeParse(await fetchJson(`/api/v1/submissions/${submissionId}`));
      return parsed.success ? [parsed.data] : [];
    }),
  );
  // Revealed between the two lists, one is in neither.
  const between = details.flat().filter(({ status }) => isUnsettled(status));
  store.write([...waitingIds, ...between.map(({ submissionId }) => submissionId)]);
  return details.flat().filter(({ status }) => !isUnsettled(status));
}

function isUnsettled(status: string): boolean {
  return UNSETTLED.some((unsettled) => unsettled === status);
}

const idsSchema = z.array(z.string().regex(/^\d+$/));

/** Keeps what an account waits for in this browser. */
export function browserAwaitedStore(account: string): AwaitedStore {
  const key = `zarathustra.awaited.${account}`;
  return {
    read: () => {
      try {
        const parsed = idsSchema.safeParse(JSON.parse(localStorage.getItem(key) ?? '[]'));
        return parsed.success ? parsed.data : [];
      } catch (error) {
        // Somebody wrote there by hand.
        if (error instanceof SyntaxError) return [];
        throw error;
      }
    },
    write: (submissionIds) => {
      if (submissionIds.length === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(submissionIds));
    },
  };
}
