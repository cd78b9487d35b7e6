import { BaseError } from '#protocol/errors/base.ts';
import type { UploadRefusalReason } from '#protocol/http/uploads.ts';

const DOCS_PATH = 'storage.md#uploads';

/** The HTTP request itself is not an upload. */
export class UploadRequestError extends BaseError {
  override name = 'UploadRequestError';
  readonly status: 400 | 401 | 413 | 415;
  constructor({
    status,
    message,
    advice,
  }: {
    status: 400 | 401 | 413 | 415;
    message: string;
    advice: string;
  }) {
    super(message, { metaMessages: [advice], docsPath: DOCS_PATH });
    this.status = status;
  }
}

/** The account may not upload this. */
export class UploadRefusedError extends BaseError {
  override name = 'UploadRefusedError';
  readonly reason: UploadRefusalReason;
  constructor({ reason, message }: { reason: UploadRefusalReason; message: string }) {
    super(message, { docsPath: DOCS_PATH });
    this.reason = reason;
  }
}

/** The content has another size than its uploader signed. */
export class UploadSizeError extends BaseError {
  override name = 'UploadSizeError';
  readonly isLarger: boolean;
  constructor({ signedBytes, receivedBytes }: { signedBytes: number; receivedBytes: number }) {
    const isLarger = receivedBytes > signedBytes;
    super(
      `The upload has ${isLarger ? 'more than ' : ''}${isLarger ? signedBytes : receivedBytes} bytes in its blocks, but ${signedBytes} were signed for.`,
      {
        metaMessages: ['Sign for the bytes of all distinct blocks together, and send each block once.'],
        docsPath: DOCS_PATH,
      },
    );
    this.isLarger = isLarger;
  }
}

/** The sender stopped sending. */
export class UploadStalledError extends BaseError {
  override name = 'UploadStalledError';
  constructor({ idleTimeoutMs }: { idleTimeoutMs: number }) {
    super(`The upload paused for more than ${idleTimeoutMs} ms.`, {
      metaMessages: ['Nothing of it was kept. Send it again.'],
      docsPath: DOCS_PATH,
    });
  }
}

/** More uploads at once than this operator takes. */
export class TooManyUploadsError extends BaseError {
  override name = 'TooManyUploadsError';
  constructor({ limit, whose }: { limit: number; whose: 'operator' | 'uploader' }) {
    super(
      whose === 'operator'
        ? `This operator takes ${limit} uploads at once, and these are under way.`
        : `This account has ${limit} uploads under way, and no account may have more.`,
      { metaMessages: ['Try again when one of them is finished.'], docsPath: DOCS_PATH },
    );
  }
}
