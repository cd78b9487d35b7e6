import { type UnixFSEntry, exporter } from 'ipfs-unixfs-exporter';
import type { CID } from 'multiformats/cid';
import type { Block, BlockSource } from './block.ts';
import { MAX_DAG_BLOCKS, walkDag } from './dag.ts';
import { ContentTooLargeError, UnsupportedContentError } from './errors.ts';
import { BaseError } from '../errors/base.ts';

/** Deeper trees than any file or folder of the profile has: 1024^8 chunks. Bounds what a forged one can cost. */
const MAX_DEPTH = 8;

export type ReadFileParameters = {
  cid: CID;
  /** The most bytes that the file may have; a larger one is refused before it is in memory. */
  maxBytes: number;
};

/**
 * The bytes of a file. The tree is walked with explicit limits, because who made it may be hostile: every node
 * must hold exactly the bytes that its parent announces, so that neither empty nor repeated nodes multiply work.
 *
 * @throws {@link ContentTooLargeError}, {@link UnsupportedContentError} (a folder, a symbolic link, a forged
 * tree), and what the source throws for a block that it does not have.
 */
export async function readFile(
  source: BlockSource,
  { cid, maxBytes }: ReadFileParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const root = await readNode(source, cid);
  const fileBytes = nodeBytes(root);
  if (fileBytes > BigInt(maxBytes))
    throw new ContentTooLargeError({ root: cid, limit: maxBytes, unit: 'bytes' });

  const file = new Uint8Array(Number(fileBytes));
  let offset = 0;
  let visited = 0;
  const append = (bytes: Uint8Array) => {
    file.set(bytes, offset);
    offset += bytes.length;
  };
  type Step = { cid: CID; announcedBytes: bigint; depth: number };
  const pending: Step[] = [{ cid, announcedBytes: fileBytes, depth: 0 }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    visited += 1;
    if (visited > MAX_DAG_BLOCKS) {
      throw new ContentTooLargeError({ root: cid, limit: MAX_DAG_BLOCKS, unit: 'blocks' });
    }
    if (step.depth > MAX_DEPTH)
      throw new ContentTooLargeError({ root: cid, limit: MAX_DEPTH, unit: 'levels' });
    const node = step.depth === 0 ? root : await readNode(source, step.cid);
    if (nodeBytes(node) !== step.announcedBytes) {
      throw new UnsupportedContentError({ cid, reason: 'a part of it has another size than announced' });
    }
    if (node.type === 'raw') {
      append(node.node);
      continue;
    }
    const { blockSizes, data } = node.unixfs;
    const { Links: links } = node.node;
    if (blockSizes.length !== links.length) {
      throw new UnsupportedContentError({ cid, reason: 'it announces other parts than it has' });
    }
    if (data !== undefined) append(data);
    const children = links.map((link, index): Step => {
      const announcedBytes = blockSizes[index] ?? 0n;
      if (announcedBytes === 0n) throw new UnsupportedContentError({ cid, reason: 'it has empty parts' });
      return { cid: link.Hash, announcedBytes, depth: (step?.depth ?? 0) + 1 };
    });
    pending.push(...children.reverse());
  }
  return file;
}

type FileNode = Extract<UnixFSEntry, { type: 'raw' | 'file' }>;

/** One node of a file's tree, decoded. */
async function readNode(source: BlockSource, cid: CID): Promise<FileNode> {
  const entry = await readEntry(source, cid);
  if (entry.type === 'raw') return entry;
  if (entry.type === 'file' && (entry.unixfs.type === 'file' || entry.unixfs.type === 'raw')) return entry;
  const kind = entry.type === 'file' ? entry.unixfs.type : entry.type;
  throw new UnsupportedContentError({ cid, reason: `it is a ${kind}, not a file` });
}

/** The bytes of the file below a node, as far as the node itself says. */
function nodeBytes(node: FileNode): bigint {
  return node.type === 'raw' ? BigInt(node.node.length) : node.unixfs.fileSize();
}

/** Decodes one block; nothing below it is read. */
async function readEntry(source: BlockSource, cid: CID): Promise<UnixFSEntry> {
  const bytes = await source.getBlock(cid);
  try {
    return await exporter(cid, {
      async *get() {
        yield bytes;
      },
    });
  } catch (cause) {
    if (cause instanceof BaseError) throw cause;
    throw new UnsupportedContentError({ cid, reason: 'it is no UnixFS node', cause });
  }
}

/** A file or folder in a folder. */
export type DirectoryEntry = { name: string; cid: CID };

/**
 * The entries of a folder, flat or sharded, sorted by name.
 *
 * @throws {@link UnsupportedContentError} (not a folder, or a name in it twice or with a slash),
 * {@link ContentTooLargeError}, and what the source throws for a block that it does not have.
 */
export async function readDirectory(source: BlockSource, cid: CID): Promise<DirectoryEntry[]> {
  const entries = new Map<string, CID>();
  let visited = 0;
  const pending = [{ cid, depth: 0 }];
  for (let shard = pending.pop(); shard !== undefined; shard = pending.pop()) {
    visited += 1;
    if (visited > MAX_DAG_BLOCKS) {
      throw new ContentTooLargeError({ root: cid, limit: MAX_DAG_BLOCKS, unit: 'blocks' });
    }
    if (shard.depth > MAX_DEPTH)
      throw new ContentTooLargeError({ root: cid, limit: MAX_DEPTH, unit: 'levels' });
    const node = await readEntry(source, shard.cid);
    if (node.type !== 'directory') {
      throw new UnsupportedContentError({ cid, reason: `it is a ${node.type}, not a folder` });
    }
    const prefixLength = shardPrefixLength(node.unixfs);
    for (const { Name: linkName = '', Hash: hash } of node.node.Links) {
      if (prefixLength > 0 && linkName.length === prefixLength) {
        pending.push({ cid: hash, depth: shard.depth + 1 });
        continue;
      }
      const name = linkName.slice(prefixLength);
      if (name === '' || name === '.' || name === '..' || name.includes('/') || entries.has(name)) {
        throw new UnsupportedContentError({
          cid,
          reason: `the name ${JSON.stringify(name)} cannot be in it`,
        });
      }
      entries.set(name, hash);
    }
  }
  return [...entries]
    .map(([name, entryCid]) => ({ name, cid: entryCid }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How many hexadecimal digits of the hash precede each name of a sharded folder; 0 in a flat one. */
function shardPrefixLength({ type, fanOut }: { type: string; fanOut?: bigint }): number {
  if (type !== 'hamt-sharded-directory') return 0;
  return ((fanOut ?? 256n) - 1n).toString(16).length;
}

/**
 * The blocks that it takes to read a file whole, or to list a folder without what is in it, the root first, each
 * once: `dag-scope=entity` of a gateway.
 */
export async function* walkEntity(source: BlockSource, root: CID): AsyncGenerator<Block, void, undefined> {
  const entry = await readEntry(source, root);
  if (entry.type !== 'directory') {
    yield* walkDag(source, root);
    return;
  }
  const visited = new Set<string>();
  const pending = [root];
  for (let cid = pending.pop(); cid !== undefined; cid = pending.pop()) {
    if (visited.has(cid.toString())) continue;
    visited.add(cid.toString());
    const bytes = await source.getBlock(cid);
    yield { cid, bytes };
    const shard = await readEntry({ getBlock: async () => bytes }, cid);
    if (shard.type !== 'directory') {
      throw new UnsupportedContentError({ cid: root, reason: 'a shard of it is no folder' });
    }
    const prefixLength = shardPrefixLength(shard.unixfs);
    const shards = shard.node.Links.filter(({ Name }) => prefixLength > 0 && Name?.length === prefixLength);
    pending.push(...shards.map(({ Hash }) => Hash).reverse());
  }
}

/** Whether the content is a folder; only its root block is read. @throws {@link UnsupportedContentError} */
export async function isDirectory(source: BlockSource, cid: CID): Promise<boolean> {
  return (await readEntry(source, cid)).type === 'directory';
}
