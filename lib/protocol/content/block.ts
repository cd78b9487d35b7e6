import * as dagPb from '@ipld/dag-pb';
import type { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { BlockHashMismatchError, UnsupportedContentError } from './errors.ts';
import { RAW_CODEC, UnsupportedCidError, parseCid, toPointer } from './pointer.ts';

/** A piece of content and the identifier that its bytes hash to. */
export type Block = { readonly cid: CID; readonly bytes: Uint8Array };

/** Where verified blocks come from: a store, a map in memory, a gateway. */
export type BlockSource = {
  /** The verified bytes of a block; rejects with a typed error when there are none. */
  getBlock(cid: CID): Promise<Uint8Array>;
};

/** The largest block that IPFS implementations exchange, bytes. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024;

/**
 * Reads a CID from a URL, a file or a form. Only the canonical spelling (base32, lower case) is taken, so that
 * one content has one address.
 * @throws {@link UnsupportedCidError}
 */
export function parseContentCid(text: string): CID {
  const cid = parseCid(text);
  toPointer(cid);
  if (cid.toString() !== text) {
    throw new UnsupportedCidError({ cid: text, reason: `it is spelled unusually; write ${cid.toString()}` });
  }
  return cid;
}

/**
 * Checks that the bytes of a block hash to its CID.
 * @throws {@link BlockHashMismatchError}, {@link UnsupportedCidError}
 */
export async function verifyBlock({ cid, bytes }: Block): Promise<void> {
  toPointer(cid);
  const { digest } = await sha256.digest(bytes);
  const expected = cid.multihash.digest;
  if (digest.some((byte, index) => byte !== expected[index])) throw new BlockHashMismatchError({ cid });
}

/**
 * The blocks that this one links to, in order, repeated ones included. Raw blocks link to none.
 * @throws {@link UnsupportedContentError} when the block is no dag-pb, or links to content of another kind.
 */
export function blockLinks({ cid, bytes }: Block): CID[] {
  if (cid.code === RAW_CODEC) return [];
  let links: CID[];
  try {
    links = dagPb.decode(bytes).Links.map(({ Hash }) => Hash);
  } catch (cause) {
    throw new UnsupportedContentError({ cid, reason: 'a block of it is not valid dag-pb', cause });
  }
  for (const link of links) {
    try {
      toPointer(link);
    } catch (cause) {
      throw new UnsupportedContentError({ cid, reason: `it links to ${link.toString()}`, cause });
    }
  }
  return links;
}
