import { importer, type ImporterOptions } from 'ipfs-unixfs-importer';
import { fixedSize } from 'ipfs-unixfs-importer/chunker';
import { balanced } from 'ipfs-unixfs-importer/layout';
import type { CID } from 'multiformats/cid';
import type { Block } from './block.ts';
import { type ByteSource, toChunks } from './byte-source.ts';
import { walkDag } from './dag.ts';
import { InvalidFilePathError, IncompleteDagError } from './errors.ts';

const MIB = 1024 * 1024;

/** How many bytes of a file go into one block. */
export const CHUNK_BYTES = MIB;

/**
 * The UnixFS profile `unixfs-v1-2025` (IPIP-499), every option of it, so that a new default of the importer
 * can change no CID: CIDv1, raw leaves, chunks of 1 MiB, balanced trees of 1024 links, folders above 256 KiB
 * as HAMT with a fan-out of 256, measured by the size of the block.
 */
export function unixfsProfile(): ImporterOptions {
  return {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    wrapWithDirectory: false,
    fieldOrder: 'links-first',
    chunker: fixedSize({ chunkSize: CHUNK_BYTES }),
    layout: balanced({ maxChildrenPerNode: 1024 }),
    shardSplitThresholdBytes: 256 * 1024,
    shardSplitStrategy: 'block-bytes',
    shardFanoutBits: 8,
    // One after the other: bounds the memory that a large import needs; the CID is the same.
    fileImportConcurrency: 1,
    blockWriteConcurrency: 4,
  };
}

/** A file or folder as blocks, ready for a CAR. */
export type ImportedContent = {
  root: CID;
  /** Depth first, parents before children, each once. */
  blocks: Block[];
  /** The bytes of all blocks together: what `sizeBytes` means in an upload authorisation and a quota. */
  sizeBytes: number;
};

/** A file of a folder that is imported. */
export type DirectoryFile = {
  /** Relative to the folder, with forward slashes. */
  path: string;
  content: ByteSource;
};

/** Splits a file into blocks. The browser and Node arrive at the same CID. */
export async function importFile(content: ByteSource): Promise<ImportedContent> {
  return collect((store) => importer([{ content: toChunks(content) }], store, unixfsProfile()));
}

/** The CID that {@link importFile} would arrive at, without keeping the blocks. */
export async function computeFileCid(content: ByteSource): Promise<CID> {
  const discard = { put: (cid: CID) => cid };
  return lastCid(importer([{ content: toChunks(content) }], discard, unixfsProfile()));
}

/**
 * Splits the files of a folder into blocks; the root is the folder.
 * @throws {@link InvalidFilePathError}
 */
export async function importDirectory(files: readonly DirectoryFile[]): Promise<ImportedContent> {
  assertFilePaths(files.map(({ path }) => path));
  // A common first segment makes the importer end with the folder itself. Its name is not part of the CID.
  const folder = 'content';
  const candidates =
    files.length === 0
      ? [{ path: folder }]
      : files.map(({ path, content }) => ({ path: `${folder}/${path}`, content: toChunks(content) }));
  return collect((store) => importer(candidates, store, unixfsProfile()));
}

type WritableStorage = Parameters<typeof importer>[1];

async function lastCid(entries: AsyncIterable<{ cid: CID }>): Promise<CID> {
  let last: CID | undefined;
  for await (const { cid } of entries) last = cid;
  if (last === undefined) throw new InvalidFilePathError({ path: '', reason: 'nothing was imported' });
  return last;
}

async function collect(
  run: (store: WritableStorage) => AsyncIterable<{ cid: CID }>,
): Promise<ImportedContent> {
  const imported = new Map<string, Uint8Array>();
  const root = await lastCid(
    run({
      put(cid, bytes) {
        if (!(bytes instanceof Uint8Array)) throw new TypeError('The importer writes whole blocks.');
        imported.set(cid.toString(), bytes);
        return cid;
      },
    }),
  );
  // The importer writes leaves first and in the order in which hashes finish; a CAR has its root first.
  const blocks: Block[] = [];
  let sizeBytes = 0;
  const source = {
    async getBlock(cid: CID) {
      const bytes = imported.get(cid.toString());
      if (bytes === undefined) throw new IncompleteDagError({ root, missing: [cid] });
      return bytes;
    },
  };
  for await (const block of walkDag(source, root)) {
    blocks.push(block);
    sizeBytes += block.bytes.length;
  }
  return { root, blocks, sizeBytes };
}

const MAX_NAME_BYTES = 255;

function assertFilePaths(paths: readonly string[]): void {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    const refuse = (reason: string): never => {
      throw new InvalidFilePathError({ path, reason });
    };
    const names = path.split('/');
    for (const name of names) {
      if (name === '') refuse('it has an empty part');
      if (name === '.' || name === '..') refuse('it has a part that is . or ..');
      if (/[\\\p{Cc}]/u.test(name)) refuse('it has a backslash or a control character');
      if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) {
        refuse(`a part of it is longer than ${MAX_NAME_BYTES} bytes`);
      }
    }
    if (files.has(path)) refuse('another file has the same path');
    files.add(path);
    for (let depth = 1; depth < names.length; depth += 1) folders.add(names.slice(0, depth).join('/'));
  }
  for (const path of files) {
    if (folders.has(path))
      throw new InvalidFilePathError({ path, reason: 'it is a file and a folder at once' });
  }
}
