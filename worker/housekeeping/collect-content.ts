import { deleteBundleUpload, listBundleUploadsBefore } from '#database/operator/uploads.ts';
import { parseCid } from '#protocol/content/pointer.ts';
import { isFinal } from '#sdk/statuses.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { bundlePin, submissionOfPin } from '../content/pins.ts';
import type { NodeContext } from '../context.ts';

const HOUR_MS = 3_600_000;

/**
 * Gives space back: content that was uploaded for a task which never came, and parameters of submissions that did
 * not win. Champions and tasks are kept.
 */
export async function collectContent(
  context: NodeContext,
  { bundleRetentionHours }: { bundleRetentionHours: number },
): Promise<void> {
  const { contentStore, database, log } = context;
  const minAgeMs = bundleRetentionHours * HOUR_MS;
  const before = new Date(Date.now() - minAgeMs);
  for (const { uploader, root } of await listBundleUploadsBefore(database, { before })) {
    await contentStore.unpin(parseCid(root), bundlePin(root));
    await deleteBundleUpload(database, { uploader, root });
  }
  for (const { root, pins, storedAt } of await contentStore.list()) {
    if (storedAt > before) continue;
    for (const pin of pins) {
      const submissionId = submissionOfPin(pin);
      if (submissionId !== undefined && (await hasLost(context, submissionId)))
        await contentStore.unpin(root, pin);
    }
  }
  const { removedRoots, freedBytes } = await contentStore.collectGarbage({ minAgeMs });
  if (removedRoots.length > 0) log.info({ contents: removedRoots.length, freedBytes }, 'content collected');
}

async function hasLost({ client }: NodeContext, submissionId: bigint): Promise<boolean> {
  const { status } = await getSubmission(client, { submissionId });
  return isFinal(status) && status !== 'Baseline' && status !== 'Improved';
}
