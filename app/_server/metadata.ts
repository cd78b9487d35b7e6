import type { Database } from '#database/client.ts';
import { readDescriptions } from '#database/descriptions.ts';
import { listGateways } from '#database/pages/operators.ts';
import { toPointer } from '#protocol/content/pointer.ts';
import { type TaskMetadata, parseTaskMetadata } from '#protocol/task/bundle.ts';
import { fetchContent } from '#sdk/content/fetch-content.ts';

const LARGEST_METADATA_BYTES = 128 * 1024;
const KEPT_CONTENTS = 10_000;
/** A page waits so long for titles; what comes later is there for the next one. */
const PAGE_WAIT_MS = 600;
/** How long a content that no gateway delivered is not asked for again. */
const RETRY_AFTER_MS = 15_000;

const contents = new Map<string, Promise<TaskMetadata | undefined>>();

/**
 * What `task.json` says, by CID: from the index, or else from the operators' gateways; `undefined` while no operator
 * delivered it, and when it is not what it should be. Content never changes, so each is read once.
 */
export async function readMetadata(
  database: Database,
  cids: Iterable<string>,
): Promise<(cid: string) => TaskMetadata | undefined> {
  const wanted = [...new Set(cids)];
  const unknown = wanted.filter((cid) => !contents.has(cid));
  for (const [cid, metadata] of await readDescriptions(database, unknown))
    keep(cid, Promise.resolve(metadata));
  const gateways = wanted.every((cid) => contents.has(cid)) ? undefined : await listGateways(database);
  const results = new Map<string, TaskMetadata | undefined>();
  const deadline = AbortSignal.timeout(PAGE_WAIT_MS);
  const isLate = new Promise<undefined>((resolve) => {
    deadline.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  await Promise.all(
    wanted.map(async (cid) => {
      results.set(cid, await Promise.race([readOnce(cid, gateways), isLate]));
    }),
  );
  return (cid) => results.get(cid);
}

function readOnce(cid: string, gateways: readonly string[] | undefined): Promise<TaskMetadata | undefined> {
  const known = contents.get(cid);
  if (known) return known;
  if (gateways === undefined || gateways.length === 0) return Promise.resolve(undefined);
  const metadata = fetchMetadata(cid, gateways).catch((error: unknown) => {
    console.warn(`The description ${cid} could not be read; its task is shown by its number.`, error);
    setTimeout(() => contents.delete(cid), RETRY_AFTER_MS).unref();
    return undefined;
  });
  keep(cid, metadata);
  return metadata;
}

function keep(cid: string, metadata: Promise<TaskMetadata | undefined>): void {
  contents.set(cid, metadata);
  const oldest = contents.keys().next();
  if (contents.size > KEPT_CONTENTS && !oldest.done) contents.delete(oldest.value);
}

async function fetchMetadata(cid: string, gateways: readonly string[]): Promise<TaskMetadata | undefined> {
  const content = await fetchContent({ pointer: toPointer(cid), gateways, maxBytes: LARGEST_METADATA_BYTES });
  return content.kind === 'file' ? parseTaskMetadata(content.bytes) : undefined;
}
