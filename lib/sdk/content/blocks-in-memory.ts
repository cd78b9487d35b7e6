import type { CID } from 'multiformats/cid';
import type { Block, BlockSource } from '#protocol/content/block.ts';
import { IncompleteDagError } from '#protocol/content/errors.ts';

/** A content’s blocks as a source, for content that is in memory anyway. */
export function blocksInMemory(root: CID, blocks: readonly Block[]): BlockSource {
  const bytesOf = new Map(blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
  return {
    async getBlock(cid) {
      const bytes = bytesOf.get(cid.toString());
      if (bytes === undefined) throw new IncompleteDagError({ root, missing: [cid] });
      return bytes;
    },
  };
}
