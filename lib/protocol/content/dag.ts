import type { CID } from 'multiformats/cid';
import { type Block, type BlockSource, blockLinks, verifyBlock } from './block.ts';
import {
  ContentTooLargeError,
  ForeignBlockError,
  IncompleteDagError,
  RepeatedBlocksError,
} from './errors.ts';

/** The most blocks that one content may be made of: 16 GiB in chunks of 1 MiB. Bounds memory and files. */
export const MAX_DAG_BLOCKS = 16_384;

export type VerifyDagParameters = {
  /** The content that the blocks must make up. */
  root: CID;
  /** The most bytes that its distinct blocks may have together. */
  maxBytes: number;
  /** @default {@link MAX_DAG_BLOCKS} */
  maxBlocks?: number;
};

/**
 * Passes the blocks of one content on, each as soon as it is known to be right: its bytes match its hash, and
 * an earlier block links to it (the root comes first). A repeated block is dropped. Ends only when every block
 * of the content has come, so that a loop which completes has seen exactly the DAG below `root`.
 *
 * @throws {@link BlockHashMismatchError}, {@link ForeignBlockError}, {@link IncompleteDagError},
 * {@link RepeatedBlocksError}: the sender's fault;
 * {@link ContentTooLargeError}, {@link UnsupportedContentError}: the content itself, whoever sends it.
 */
export async function* verifyDag(
  blocks: AsyncIterable<Block> | Iterable<Block>,
  { root, maxBytes, maxBlocks = MAX_DAG_BLOCKS }: VerifyDagParameters,
): AsyncGenerator<Block, void, undefined> {
  const awaited = new Map<string, CID>([[root.toString(), root]]);
  const arrived = new Set<string>();
  let arrivedBytes = 0;
  let repeatedBytes = 0;
  for await (const block of blocks) {
    const key = block.cid.toString();
    if (arrived.has(key)) {
      // An empty block counts as well, or a stream of them would never end.
      repeatedBytes += block.bytes.length + block.cid.byteLength;
      if (repeatedBytes > maxBytes) throw new RepeatedBlocksError({ root, limit: maxBytes });
      continue;
    }
    if (!awaited.delete(key)) throw new ForeignBlockError({ cid: block.cid, root });
    await verifyBlock(block);
    arrived.add(key);
    arrivedBytes += block.bytes.length;
    if (arrivedBytes > maxBytes) throw new ContentTooLargeError({ root, limit: maxBytes, unit: 'bytes' });
    for (const link of blockLinks(block)) {
      const linkKey = link.toString();
      if (!arrived.has(linkKey)) awaited.set(linkKey, link);
    }
    if (arrived.size + awaited.size > maxBlocks) {
      throw new ContentTooLargeError({ root, limit: maxBlocks, unit: 'blocks' });
    }
    yield block;
  }
  if (awaited.size > 0) throw new IncompleteDagError({ root, missing: [...awaited.values()] });
}

/** The blocks below `root`, depth first, parents before children, each once: the order of a CAR. */
export async function* walkDag(source: BlockSource, root: CID): AsyncGenerator<Block, void, undefined> {
  const visited = new Set<string>();
  const pending = [root];
  for (let cid = pending.pop(); cid !== undefined; cid = pending.pop()) {
    const key = cid.toString();
    if (visited.has(key)) continue;
    visited.add(key);
    const block = { cid, bytes: await source.getBlock(cid) };
    yield block;
    pending.push(...blockLinks(block).reverse());
  }
}
