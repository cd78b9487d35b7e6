import { type ContentAvailability, findObservedSeed, recordAvailability } from '#database/operator/seeds.ts';
import { readTaskStorage } from '#database/operator/task-storage.ts';
import { ContentUnavailableError, GatewaysUnreachableError } from '#protocol/content/errors.ts';
import { isFaultOfContent } from '#protocol/content/fault.ts';
import { type Situation, isBaseline } from '../chain/situation.ts';
import type { SubmissionView } from '../chain/views.ts';
import type { NodeContext } from '../context.ts';
import { contentSources, isProofOfAbsence, obtainContent } from '../content/obtain.ts';
import { wantedForJudgement, wantedMetadata } from '../content/wanted.ts';

/**
 * Whether the content to judge was held by anyone when this node first saw the seed block. The first answer stands
 * for good. Content that is faulty is held: the evaluation says what is wrong with it.
 *
 * @returns `undefined` when too few operators could be asked; ask again later.
 */
export async function establishAvailability(
  context: NodeContext,
  { submission, task, definition, set, seed: { seed } }: Situation,
): Promise<ContentAvailability | undefined> {
  const { contentStore, peerFetch, database, log, operator, signal } = context;
  const { submissionId } = submission;
  const observed = await findObservedSeed(database, { submissionId, seed });
  if (observed?.availability) return observed.availability;
  const { storageQuotaBytes, storageAddresses } = await readTaskStorage(database, task);
  const sources = contentSources({ set, self: operator, storageAddresses });
  for (const wanted of wantedForJudgement({ submission, task, definition, storageQuotaBytes })) {
    try {
      await obtainContent(contentStore, { wanted, sources, fetch: peerFetch, signal });
    } catch (error) {
      if (isFaultOfContent(error)) continue;
      if (isProofOfAbsence(error, sources, set.operators.length)) {
        log.warn({ submissionId, error }, 'content is held by nobody');
        return recordAvailability(database, { submissionId, seed, availability: 'Absent' });
      }
      if (!(error instanceof GatewaysUnreachableError || error instanceof ContentUnavailableError))
        throw error;
      log.warn({ submissionId, error }, 'content not found yet, too few operators answer');
      return undefined;
    }
  }
  return recordAvailability(database, { submissionId, seed, availability: 'Held' });
}

/**
 * Gets the content of a submission ahead of its seed block, so that nothing is left to fetch when the seed is
 * known. Failing is no harm: it is tried again at every block.
 */
export async function prefetchContent(
  context: NodeContext,
  { submission, task, definition, set }: SubmissionView,
): Promise<void> {
  const { contentStore, peerFetch, database, log, operator, signal } = context;
  const { submissionId } = submission;
  const { storageQuotaBytes, storageAddresses } = await readTaskStorage(database, task);
  const sources = contentSources({ set, self: operator, storageAddresses });
  const wantedContents = wantedForJudgement({ submission, task, definition, storageQuotaBytes });
  if (isBaseline(submissionId)) wantedContents.push(wantedMetadata({ task, storageQuotaBytes }));
  for (const wanted of wantedContents) {
    try {
      await obtainContent(contentStore, { wanted, sources, fetch: peerFetch, signal });
    } catch (error) {
      log.debug({ submissionId, error }, 'content not fetched ahead');
    }
  }
}
