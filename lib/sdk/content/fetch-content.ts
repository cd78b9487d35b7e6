import type { CID } from 'multiformats/cid';
import type { Block, BlockSource } from '#protocol/content/block.ts';
import { fetchFromGateways } from '#protocol/content/gateways.ts';
import { type ContentPointer, toCid } from '#protocol/content/pointer.ts';
import { type Content, blockBytesLimit, readContent } from '#protocol/content/read-content.ts';
import { blocksInMemory } from './blocks-in-memory.ts';

export type FetchContentParameters = {
  pointer: ContentPointer;
  /** Base URLs of gateways, asked in this order. None of them is trusted. */
  gateways: readonly string[];
  /** The most bytes that the content may have. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
};

/** A file’s bytes, or a folder’s files with their paths in it. */
export type FetchContentReturnType = Content;

/**
 * Fetches content from gateways, in the browser and in Node; every block is verified against its CID.
 *
 * @throws {ContentUnavailableError}, {GatewaysUnreachableError}, {ContentTooLargeError}, {UnsupportedContentError}
 *
 * @example
 * const content = await fetchContent({ pointer: terms.architecture, gateways, maxBytes: 2 ** 20 });
 */
export async function fetchContent(parameters: FetchContentParameters): Promise<FetchContentReturnType> {
  const { pointer, gateways, maxBytes, signal } = parameters;
  const root = toCid(pointer);
  const { value: source } = await fetchFromGateways({
    gateways,
    root,
    maxBytes: blockBytesLimit(maxBytes),
    receive: (blocks) => collect(root, blocks),
    signal,
  });
  return readContent(source, { root, maxBytes });
}

/** Keeps verified blocks in memory. */
async function collect(root: CID, verified: AsyncIterable<Block>): Promise<BlockSource> {
  const blocks: Block[] = [];
  for await (const block of verified) blocks.push(block);
  return blocksInMemory(root, blocks);
}
