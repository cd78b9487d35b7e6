import { BaseError } from '#protocol/errors/base.ts';
import { ContractRevertedError, revertData } from '../errors/contract-reverted.ts';

/** The chain could not be asked, or could not answer. */
export class ChainUnreachableError extends BaseError {
  override name = 'ChainUnreachableError';
  constructor({ action, cause }: { action: string; cause: unknown }) {
    super(`Could not ${action}: the call to the chain failed.`, {
      cause,
      metaMessages: ['Check the RPC URL and the connection, and try again.'],
    });
  }
}

/**
 * Runs a reading call and turns what it throws into an error of ours.
 *
 * @param action What is read, to complete "could not …".
 * @throws {ContractRevertedError}, {ChainUnreachableError}
 */
export async function read<Value>(action: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BaseError) throw error;
    const data = revertData(error);
    throw data === undefined
      ? new ChainUnreachableError({ action, cause: error })
      : new ContractRevertedError({ data, action, cause: error });
  }
}
