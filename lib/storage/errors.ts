import type { CID } from 'multiformats/cid';
import { BaseError } from '#protocol/errors/base.ts';

/** The store does not hold a block. */
export class BlockNotFoundError extends BaseError {
  override name = 'BlockNotFoundError';
  readonly cid: CID;
  constructor({ cid }: { cid: CID }) {
    super(`Block ${cid.toString()} is not held here.`, {
      metaMessages: ['Fetch the content that it belongs to from another gateway.'],
      docsPath: 'storage.md#fetching',
    });
    this.cid = cid;
  }
}

/** What lies on the disk under a block's name is not that block. */
export class BlockCorruptedError extends BaseError {
  override name = 'BlockCorruptedError';
  readonly cid: CID;
  constructor({ cid }: { cid: CID }) {
    super(`Block ${cid.toString()} is damaged on the disk: its bytes no longer match its hash.`, {
      metaMessages: [
        'It was not handed out. Fetching or uploading the content again replaces it.',
        'Check the disk.',
      ],
      docsPath: 'storage.md#verification',
    });
    this.cid = cid;
  }
}

/** A file of the store that is no block cannot be understood. */
export class StoreRecordCorruptedError extends BaseError {
  override name = 'StoreRecordCorruptedError';
  constructor({ path, cause }: { path: string; cause: unknown }) {
    super('A record of the content store cannot be read, so that nothing can be collected safely.', {
      cause,
      metaMessages: [`File: ${path}`, 'Delete the file and pin the content again.'],
      docsPath: 'storage.md#on-disk',
    });
  }
}

/** The operating system refused to read or write. */
export class DiskError extends BaseError {
  override name = 'DiskError';
  /** The system's code, such as `ENOSPC` (disk full) or `EACCES` (not allowed). */
  readonly code: string;
  constructor({ action, path, cause }: { action: string; path: string; cause: unknown }) {
    const code = errorCode(cause) ?? 'unknown';
    super(
      `The content store could not ${action}${code === 'ENOSPC' ? ': the disk is full' : ''} (${code}).`,
      {
        cause,
        metaMessages: [`Path: ${path}`, 'What was being stored was not kept. Check space and permissions.'],
        docsPath: 'storage.md#on-disk',
      },
    );
    this.code = code;
  }
}

/** Another process works on the store's folder. */
export class StoreLockedError extends BaseError {
  override name = 'StoreLockedError';
  constructor({ directory, pid }: { directory: string; pid: number }) {
    super(`The content store in ${directory} belongs to process ${pid}, which is running.`, {
      metaMessages: ['Give each operator a folder of its own, or stop the other process.'],
      docsPath: 'storage.md#on-disk',
    });
  }
}

/** The store was closed. */
export class StoreClosedError extends BaseError {
  override name = 'StoreClosedError';
  constructor() {
    super('The content store is closed: the process is shutting down.');
  }
}

/** The code of a system error, `undefined` for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
