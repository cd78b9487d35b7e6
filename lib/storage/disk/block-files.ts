import { access, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CID } from 'multiformats/cid';
import { verifyBlock } from '#protocol/content/block.ts';
import { BlockHashMismatchError } from '#protocol/content/errors.ts';
import { toPointer } from '#protocol/content/pointer.ts';
import { BlockCorruptedError, BlockNotFoundError, errorCode } from '../errors.ts';
import { onDisk } from './durable.ts';

export type BlockFiles = ReturnType<typeof createBlockFiles>;

/** One file a block, in folders of a thousandth each: `<directory>/<two letters of the CID>/<CID>`. */
export function createBlockFiles(directory: string) {
  /** A CID that was checked has only letters and digits, so that it cannot lead out of the folder. */
  function pathOf(cid: CID): string {
    toPointer(cid);
    const name = cid.toString();
    // Not the last letter, which holds only three of the hash's bits.
    return join(directory, name.slice(-3, -1), name);
  }

  return {
    has(cid: CID): Promise<boolean> {
      const path = pathOf(cid);
      return onDisk('look for a block', path, async () => {
        try {
          await access(path);
          return true;
        } catch (error) {
          if (errorCode(error) === 'ENOENT') return false;
          throw error;
        }
      });
    },

    /** @throws {@link BlockNotFoundError}, {@link BlockCorruptedError}, {@link DiskError} */
    async read(cid: CID): Promise<Uint8Array> {
      const path = pathOf(cid);
      const bytes = await onDisk('read a block', path, async () => {
        try {
          return await readFile(path);
        } catch (error) {
          if (errorCode(error) === 'ENOENT') return undefined;
          throw error;
        }
      });
      if (bytes === undefined) throw new BlockNotFoundError({ cid });
      try {
        await verifyBlock({ cid, bytes });
      } catch (error) {
        if (error instanceof BlockHashMismatchError) throw new BlockCorruptedError({ cid });
        throw error;
      }
      // A plain view: slices of a Buffer would share its memory.
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    },

    /** Moves a verified block in, over what is there. Returns the folder whose names changed. */
    async adopt(cid: CID, from: string): Promise<string> {
      const path = pathOf(cid);
      const folder = dirname(path);
      await onDisk('keep a block', path, async () => {
        await mkdir(folder, { recursive: true });
        await rename(from, path);
      });
      return folder;
    },

    /** Removes the blocks for which `isKept` does not hold. */
    async sweep(isKept: (name: string) => boolean): Promise<{ removedBlocks: number; freedBytes: number }> {
      let removedBlocks = 0;
      let freedBytes = 0;
      await onDisk('remove blocks', directory, async () => {
        for (const folder of await readdir(directory, { withFileTypes: true })) {
          if (!folder.isDirectory()) continue;
          for (const name of await readdir(join(directory, folder.name))) {
            if (isKept(name)) continue;
            const path = join(directory, folder.name, name);
            freedBytes += (await stat(path)).size;
            await rm(path);
            removedBlocks += 1;
          }
        }
      });
      return { removedBlocks, freedBytes };
    },
  };
}
