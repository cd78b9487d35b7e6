import { applyDescription, listUndescribed, saveDescription } from '#database/descriptions.ts';
import { readTaskStorage } from '#database/operator/task-storage.ts';
import { isFaultOfContent } from '#protocol/content/fault.ts';
import { toPointer } from '#protocol/content/pointer.ts';
import { type TaskMetadata, TaskMetadataError, parseTaskMetadata } from '#protocol/task/bundle.ts';
import type { NodeContext } from '../context.ts';
import { contentSources, loadContent } from './obtain.ts';
import { taskPin } from './pins.ts';

/** More is no description: `task.json` holds 20,000 characters of text at most. */
const LARGEST_DESCRIPTION_BYTES = 128 * 1024;
const TASKS_AT_ONCE = 50;
const FIRST_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 3_600_000;

/** When a content that nobody delivered is asked for again. */
export type DescriptionRetries = Map<string, { afterMs: number; waitMs: number }>;

/**
 * Puts the descriptions of new tasks into the index, as far as somebody holds them.
 *
 * @param parameters.retries Kept from one call to the next.
 * @returns How many tasks are described now that were not.
 */
export async function describeTasks(
  context: NodeContext,
  { retries, nowMs }: { retries: DescriptionRetries; nowMs: number },
): Promise<number> {
  const { database, log } = context;
  let described = 0;
  for (const { cid, taskId } of await listUndescribed(database, { limit: TASKS_AT_ONCE })) {
    const retry = retries.get(cid);
    if (retry !== undefined && retry.afterMs > nowMs) continue;
    if (await applyDescription(database, { cid })) {
      described += 1;
      continue;
    }
    try {
      await saveDescription(database, { cid, metadata: await fetchDescription(context, { cid, taskId }) });
      retries.delete(cid);
      described += 1;
    } catch (error) {
      if (context.signal.aborted) return described;
      const waitMs = Math.min(2 * (retry?.waitMs ?? FIRST_RETRY_MS / 2), LONGEST_RETRY_MS);
      retries.set(cid, { afterMs: nowMs + waitMs, waitMs });
      log.debug({ taskId, cid, error }, 'description not found yet');
    }
  }
  return described;
}

/** `undefined`: what is there is no description. */
async function fetchDescription(
  { contentStore, peerFetch, database, views, operator, signal }: NodeContext,
  { cid, taskId }: { cid: string; taskId: number },
): Promise<TaskMetadata | undefined> {
  const [set, { storageAddresses }] = await Promise.all([
    views.operatorSet(),
    readTaskStorage(database, { taskId }),
  ]);
  const sources = contentSources({ set, self: operator, storageAddresses });
  const wanted = { pointer: toPointer(cid), maxBytes: LARGEST_DESCRIPTION_BYTES, pin: taskPin(taskId) };
  try {
    return parseTaskMetadata(await loadContent(contentStore, { wanted, sources, fetch: peerFetch, signal }));
  } catch (error) {
    if (error instanceof TaskMetadataError || isFaultOfContent(error)) return undefined;
    throw error;
  }
}
