import { exporter } from 'ipfs-unixfs-exporter';
import type { CID } from 'multiformats/cid';
import type { Block, BlockSource } from '#protocol/content/block.ts';
import { UnsupportedContentError } from '#protocol/content/errors.ts';
import { fetchFromGateways } from '#protocol/content/gateways.ts';
import { type ContentPointer, RAW_CODEC, toCid } from '#protocol/content/pointer.ts';
import { readDirectory, readFile } from '#protocol/content/read.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
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
export type FetchedContent =
  { kind: 'file'; bytes: Uint8Array } | { kind: 'folder'; files: readonly BundleFile[] };

export type FetchContentReturnType = FetchedContent;

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
    maxBytes,
    receive: (blocks) => collect(root, blocks),
    signal,
  });
  return readContent(source, { root, maxBytes });
}

/** Reads a file, or a folder with everything below it, from blocks that are verified. */
export async function readContent(
  source: BlockSource,
  { root, maxBytes }: { root: CID; maxBytes: number },
): Promise<FetchedContent> {
  if (!(await isFolder(source, root)))
    return { kind: 'file', bytes: await readFile(source, { cid: root, maxBytes }) };
  const files: BundleFile[] = [];
  const pending = [{ cid: root, prefix: '' }];
  let remainingBytes = maxBytes;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const { name, cid } of await readDirectory(source, folder.cid)) {
      const path = `${folder.prefix}${name}`;
      if (await isFolder(source, cid)) {
        pending.push({ cid, prefix: `${path}/` });
        continue;
      }
      const content = await readFile(source, { cid, maxBytes: remainingBytes });
      remainingBytes -= content.length;
      files.push({ path, content });
    }
  }
  return { kind: 'folder', files };
}

async function isFolder(source: BlockSource, cid: CID): Promise<boolean> {
  if (cid.code === RAW_CODEC) return false;
  const bytes = await source.getBlock(cid);
  try {
    const { type } = await exporter(cid, {
      async *get() {
        yield bytes;
      },
    });
    return type === 'directory';
  } catch (cause) {
    throw new UnsupportedContentError({ cid, reason: 'it is no UnixFS node', cause });
  }
}

/** Keeps verified blocks in memory. */
async function collect(root: CID, verified: AsyncIterable<Block>): Promise<BlockSource> {
  const blocks: Block[] = [];
  for await (const block of verified) blocks.push(block);
  return blocksInMemory(root, blocks);
}
