import { BaseError } from '#protocol/errors/base.ts';

/** The local chain did not come up. */
export class ChainStartError extends BaseError {
  override name = 'ChainStartError';
  constructor({ program, output, cause }: { program: string; output: string; cause?: unknown }) {
    super(`The local chain (${program}) could not be started.`, {
      cause,
      details: output.trim() || undefined,
      metaMessages: ['Its data directory and port can be changed; without a data directory it starts empty.'],
    });
  }
}

/** Another run uses the chain's data. */
export class ChainInUseError extends BaseError {
  override name = 'ChainInUseError';
  constructor({ dataDirectory, pid }: { dataDirectory: string; pid: number }) {
    super(`The chain in ${dataDirectory} is in use by another run of this program (process ${pid}).`, {
      metaMessages: ['Stop that run, or give this one another data directory.'],
    });
  }
}

/** The chain did not answer a request. */
export class ChainRequestError extends BaseError {
  override name = 'ChainRequestError';
  constructor({ method, details, cause }: { method: string; details?: string; cause?: unknown }) {
    super(`The local chain did not answer ${method}.`, { details, cause });
  }
}
