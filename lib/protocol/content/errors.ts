import type { CID } from 'multiformats/cid';
import { BaseError } from '../errors/base.ts';

const DOCS_PAGE = 'storage.md';

/** Why one gateway did not deliver. */
export type GatewayFailure = {
  gateway: string;
  /**
   * `not-held`: it says so. `misbehaved`: what it sent is wrong or incomplete, so that it cannot be said to hold
   * the content. `unreachable`: nothing is known; another try may succeed.
   */
  outcome: 'not-held' | 'misbehaved' | 'unreachable';
  reason: string;
};

function failureLines(failures: readonly GatewayFailure[]): string[] {
  return failures.map(({ gateway, outcome, reason }) => `${gateway}: ${outcome}, ${reason}`);
}

/** Every gateway answered, and none of them holds the content: what the outcome `Unavailable` stands on. */
export class ContentUnavailableError extends BaseError {
  override name = 'ContentUnavailableError';
  readonly root: CID;
  readonly failures: readonly GatewayFailure[];
  constructor({ root, failures }: { root: CID; failures: readonly GatewayFailure[] }) {
    super(`The content ${root.toString()} is held by none of the ${failures.length} gateways asked.`, {
      metaMessages: failureLines(failures),
      docsPath: `${DOCS_PAGE}#fetching`,
    });
    this.root = root;
    this.failures = failures;
  }
}

/** No gateway delivered the content, but at least one could not be asked: try again. */
export class GatewaysUnreachableError extends BaseError {
  override name = 'GatewaysUnreachableError';
  readonly root: CID;
  readonly failures: readonly GatewayFailure[];
  constructor({ root, failures }: { root: CID; failures: readonly GatewayFailure[] }) {
    super(
      `The content ${root.toString()} could not be fetched, and not every gateway could be asked. Try again.`,
      {
        metaMessages: failureLines(failures),
        docsPath: `${DOCS_PAGE}#fetching`,
      },
    );
    this.root = root;
    this.failures = failures;
  }
}

/** The bytes of a block do not hash to its CID: somebody changed them. */
export class BlockHashMismatchError extends BaseError {
  override name = 'BlockHashMismatchError';
  readonly cid: CID;
  constructor({ cid }: { cid: CID }) {
    super(`The bytes of block ${cid.toString()} do not match its hash.`, {
      metaMessages: ['They were damaged or replaced on the way; nothing of them was kept.'],
      docsPath: `${DOCS_PAGE}#verification`,
    });
    this.cid = cid;
  }
}

/** A block has the right hash, but is nothing that a UnixFS file or folder is made of. */
export class UnsupportedContentError extends BaseError {
  override name = 'UnsupportedContentError';
  readonly cid: CID;
  constructor({ cid, reason, cause }: { cid: CID; reason: string; cause?: unknown }) {
    super(`The content ${cid.toString()} is not a file or folder that can be read: ${reason}.`, {
      cause,
      metaMessages: ['Import it again with the UnixFS profile unixfs-v1-2025.'],
      docsPath: `${DOCS_PAGE}#profile`,
    });
    this.cid = cid;
  }
}

type ContentLimitUnit = 'bytes' | 'blocks' | 'levels' | 'files';

/** The content is larger than what is allowed here, or made of too many blocks or files. */
export class ContentTooLargeError extends BaseError {
  override name = 'ContentTooLargeError';
  readonly root: CID;
  readonly limit: number;
  readonly unit: ContentLimitUnit;
  constructor({ root, limit, unit }: { root: CID; limit: number; unit: ContentLimitUnit }) {
    super(`The content ${root.toString()} is larger than the ${limit} ${unit} that are allowed.`, {
      docsPath: `${DOCS_PAGE}#limits`,
    });
    this.root = root;
    this.limit = limit;
    this.unit = unit;
  }
}

/** The bytes are no CAR of version 1. */
export class MalformedCarError extends BaseError {
  override name = 'MalformedCarError';
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`This is not a CAR (version 1) that can be read: ${reason}.`, {
      cause,
      docsPath: `${DOCS_PAGE}#cars`,
    });
  }
}

/** The CAR ends in the middle of a block: the transfer was cut off. */
export class TruncatedCarError extends BaseError {
  override name = 'TruncatedCarError';
  constructor({ expectedBytes, receivedBytes }: { expectedBytes: number; receivedBytes: number }) {
    super(`The CAR ends where ${expectedBytes} more bytes were announced and ${receivedBytes} came.`, {
      metaMessages: ['The transfer was cut off: send it again, from its beginning.'],
      docsPath: `${DOCS_PAGE}#cars`,
    });
  }
}

/** A block arrived that nothing before it links to. */
export class ForeignBlockError extends BaseError {
  override name = 'ForeignBlockError';
  readonly cid: CID;
  constructor({ cid, root }: { cid: CID; root: CID }) {
    super(
      `Block ${cid.toString()} does not belong to ${root.toString()}, or came before the block that links to it.`,
      {
        metaMessages: [
          'A CAR holds the blocks of its root and no others, the root first, parents before children.',
        ],
        docsPath: `${DOCS_PAGE}#cars`,
      },
    );
    this.cid = cid;
  }
}

/** Every block that came was right, but some that the root needs never came. */
export class IncompleteDagError extends BaseError {
  override name = 'IncompleteDagError';
  readonly missing: readonly CID[];
  constructor({ root, missing }: { root: CID; missing: readonly CID[] }) {
    const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
    super(`The blocks of ${root.toString()} are not complete: ${String(missing[0])}${more} never came.`, {
      metaMessages: ['Nothing was kept. Send the whole CAR again.'],
      docsPath: `${DOCS_PAGE}#cars`,
    });
    this.missing = missing;
  }
}

/** The same blocks were sent over and over. */
export class RepeatedBlocksError extends BaseError {
  override name = 'RepeatedBlocksError';
  constructor({ root, limit }: { root: CID; limit: number }) {
    super(
      `The sender repeats blocks of ${root.toString()} that it has already sent, by more than ${limit} bytes.`,
      {
        metaMessages: ['Send every block once (dups=n).'],
        docsPath: `${DOCS_PAGE}#cars`,
      },
    );
  }
}

/** The name of a file in a folder is not one that every system can hold. */
export class InvalidFilePathError extends BaseError {
  override name = 'InvalidFilePathError';
  constructor({ path, reason }: { path: string; reason: string }) {
    super(`The file path ${JSON.stringify(path)} cannot be stored: ${reason}.`, {
      metaMessages: ['Use relative paths with forward slashes, such as data/digits.bin.'],
      docsPath: `${DOCS_PAGE}#profile`,
    });
  }
}
