import type { CID } from 'multiformats/cid';
import { MAX_DAG_BLOCKS, walkDag } from '#protocol/content/dag.ts';
import { ContentTooLargeError } from '#protocol/content/errors.ts';
import { type FetchFromGatewaysParameters, fetchFromGateways } from '#protocol/content/gateways.ts';
import type { ContentStore } from './content-store.ts';
import { BlockCorruptedError, BlockNotFoundError } from './errors.ts';

export type FetchContentParameters = Omit<FetchFromGatewaysParameters<never>, 'receive'> & {
  contentStore: ContentStore;
  /** A reason to keep the content. */
  pin?: string | undefined;
};

export type FetchContentReturnType = {
  sizeBytes: number;
  /** The gateway it came from; `undefined` when the store held all of it, undamaged. */
  gateway: string | undefined;
};

/**
 * Sees to it that the store holds a content, whole and undamaged: checks what is there, else fetches it from the
 * gateways in turn.
 *
 * @throws {@link ContentUnavailableError}: neither the store nor any gateway holds it;
 * {@link GatewaysUnreachableError}: not known, try again;
 * {@link ContentTooLargeError}, {@link UnsupportedContentError}: the content is at fault, whoever holds it;
 * {@link DiskError}.
 */
export async function fetchContent({
  contentStore,
  pin,
  ...parameters
}: FetchContentParameters): Promise<FetchContentReturnType> {
  const { root, maxBytes, signal } = parameters;
  const heldBytes = await verifyHeld(contentStore, root, maxBytes);
  if (heldBytes !== undefined) {
    if (pin !== undefined) await contentStore.pin(root, pin);
    return { sizeBytes: heldBytes, gateway: undefined };
  }
  const { value, gateway } = await fetchFromGateways({
    ...parameters,
    receive: (blocks) => contentStore.put({ root, blocks, maxBytes, pin, signal }),
  });
  return { sizeBytes: value.sizeBytes, gateway };
}

/** The bytes of a content that is held without damage, else `undefined`. */
async function verifyHeld(
  contentStore: ContentStore,
  root: CID,
  maxBytes: number,
): Promise<number | undefined> {
  let sizeBytes = 0;
  let blockCount = 0;
  try {
    for await (const { bytes } of walkDag(contentStore, root)) {
      sizeBytes += bytes.length;
      blockCount += 1;
      if (sizeBytes > maxBytes) throw new ContentTooLargeError({ root, limit: maxBytes, unit: 'bytes' });
      if (blockCount > MAX_DAG_BLOCKS) {
        throw new ContentTooLargeError({ root, limit: MAX_DAG_BLOCKS, unit: 'blocks' });
      }
    }
  } catch (error) {
    if (error instanceof BlockNotFoundError || error instanceof BlockCorruptedError) return undefined;
    throw error;
  }
  return sizeBytes;
}
