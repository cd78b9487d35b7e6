import type { CID } from 'multiformats/cid';
import type { BundleFile } from '../task/bundle.ts';
import type { BlockSource } from './block.ts';
import { ContentTooLargeError } from './errors.ts';
import { RAW_CODEC } from './pointer.ts';
import { isDirectory, readDirectory, readFile } from './read.ts';

/** Files and folders that one content may have in all. A folder that holds itself many times over ends here. */
export const MAX_FOLDER_ENTRIES = 4_096;

/** Folders within folders. */
const MAX_FOLDER_DEPTH = 16;

/** A file’s bytes, or a folder’s files with their paths in it, sorted by path. */
export type Content =
  { kind: 'file'; bytes: Uint8Array<ArrayBuffer> } | { kind: 'folder'; files: readonly BundleFile[] };

/**
 * Reads a file, or a folder with everything below it, from blocks that are verified. Who made it may be hostile: the bytes, the entries
 * and the depth are bounded, whatever the tree announces.
 *
 * @throws {ContentTooLargeError}, {UnsupportedContentError}, and what the source throws for a block that it does not have.
 */
export async function readContent(
  source: BlockSource,
  { root, maxBytes }: { root: CID; maxBytes: number },
): Promise<Content> {
  if (!(await isFolder(source, root))) {
    return { kind: 'file', bytes: await readFile(source, { cid: root, maxBytes }) };
  }
  const files: BundleFile[] = [];
  let entries = 0;
  let remainingBytes = maxBytes;
  const pending = [{ cid: root, prefix: '', depth: 0 }];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const { prefix, depth } = folder;
    if (depth > MAX_FOLDER_DEPTH)
      throw new ContentTooLargeError({ root, limit: MAX_FOLDER_DEPTH, unit: 'levels' });
    for (const { name, cid } of await readDirectory(source, folder.cid)) {
      entries += 1;
      if (entries > MAX_FOLDER_ENTRIES)
        throw new ContentTooLargeError({ root, limit: MAX_FOLDER_ENTRIES, unit: 'files' });
      const path = `${prefix}${name}`;
      if (await isFolder(source, cid)) {
        pending.push({ cid, prefix: `${path}/`, depth: depth + 1 });
        continue;
      }
      const content = await readFile(source, { cid, maxBytes: remainingBytes });
      remainingBytes -= content.length;
      files.push({ path, content });
    }
  }
  return { kind: 'folder', files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** What the blocks of a content take beyond its bytes: a link of some 50 bytes for each chunk of a mebibyte. */
export function blockBytesLimit(contentBytes: number): number {
  return contentBytes + Math.ceil(contentBytes / 1024) + 65_536;
}

async function isFolder(source: BlockSource, cid: CID): Promise<boolean> {
  return cid.code !== RAW_CODEC && (await isDirectory(source, cid));
}
