import type { CID } from 'multiformats/cid';
import type { Block, BlockSource } from '#protocol/content/block.ts';

/** A content that a store holds as a whole. */
export type StoredContent = {
  root: CID;
  /** The bytes of its distinct blocks together. */
  sizeBytes: number;
  blockCount: number;
  /** When it was stored last. */
  storedAt: Date;
  /** Why it is kept; without a reason it may be collected. */
  pins: readonly string[];
};

export type PutParameters = {
  root: CID;
  /** The root first, parents before children; not trusted. */
  blocks: AsyncIterable<Block> | Iterable<Block>;
  /** The most bytes that the distinct blocks may have together. */
  maxBytes: number;
  /** A reason to keep the content, set in the same step: `task/5`, `submission/21474836481`. */
  pin?: string | undefined;
  signal?: AbortSignal | undefined;
};

export type CollectGarbageParameters = {
  /** Content that was stored later than this ago stays, pinned or not: its pin may be on the way. */
  minAgeMs: number;
};

export type CollectGarbageReturnType = { removedRoots: CID[]; removedBlocks: number; freedBytes: number };

/**
 * Where content lives on the server side. The embedded back end is a folder on disk (`openDiskStore`); a remote
 * one (Kubo's RPC, an S3-compatible bucket, a pinning service) implements the same promises:
 *
 * - what is put is held as a whole or not at all, also after a crash;
 * - a block that is held brings all blocks below it;
 * - no unverified byte goes in or comes out.
 */
export type ContentStore = BlockSource & {
  /** Whether the content is held; its bytes are verified when they are read. */
  has(cid: CID): Promise<boolean>;
  /**
   * Verifies and stores a content. Repeating it is harmless, and repairs damaged blocks.
   * @throws what `verifyDag` throws about the blocks, {@link DiskError}, and the errors of `blocks` unchanged.
   */
  put(parameters: PutParameters): Promise<StoredContent>;
  /** What is known about a content that was put or pinned as such. */
  stat(root: CID): Promise<StoredContent | undefined>;
  /** All contents that were put or pinned as such. */
  list(): Promise<StoredContent[]>;
  /** Keeps a content that is held, or a part of one, for a reason. @throws {@link BlockNotFoundError} */
  pin(root: CID, reason: string): Promise<void>;
  /** Takes a reason away. Harmless when there is none. */
  unpin(root: CID, reason: string): Promise<void>;
  /** Removes content without a reason, and blocks that belong to nothing. */
  collectGarbage(parameters: CollectGarbageParameters): Promise<CollectGarbageReturnType>;
  /** Writes a little: whether content could be stored. @throws {@link DiskError} */
  check(): Promise<void>;
  /** Drops what is being stored, then releases the store. */
  close(): Promise<void>;
};
