import type { Hex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';

/** The wallet is on another chain than the contracts. */
export class WrongChainError extends BaseError {
  override name = 'WrongChainError';
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`The wallet is on chain ${actual}; the contracts are on chain ${expected}.`, {
      metaMessages: [`Switch the wallet to chain ${expected} and try again.`],
    });
  }
}

/** The person declined in the wallet. */
export class SignatureRejectedError extends BaseError {
  override name = 'SignatureRejectedError';
  constructor({ action, cause }: { action: string; cause: unknown }) {
    super(`The request to ${action} was rejected in the wallet.`, {
      cause,
      metaMessages: ['Nothing was sent. Try again when you are ready.'],
    });
  }
}

/** The account cannot pay for gas. */
export class InsufficientGasFundsError extends BaseError {
  override name = 'InsufficientGasFundsError';
  constructor({ action, account, cause }: { action: string; account: string; cause: unknown }) {
    super(`${account} cannot pay the gas to ${action}.`, {
      cause,
      metaMessages: ['Send some of the chain’s own currency to it.'],
    });
  }
}

/** The transaction could not be simulated, sent or followed, for a reason that is no contract’s. */
export class TransactionFailedError extends BaseError {
  override name = 'TransactionFailedError';
  /** The transaction, where it was sent: it may still be mined. */
  readonly hash: Hex | undefined;
  constructor({ action, hash, cause }: { action: string; hash?: Hex; cause: unknown }) {
    super(
      hash
        ? `The transaction ${hash} to ${action} was sent, but could not be followed.`
        : `The transaction to ${action} could not be sent.`,
      {
        cause,
        metaMessages: [
          hash
            ? 'It may still be mined: look it up before you send it again.'
            : 'Check the connection to the chain and try again.',
        ],
      },
    );
    this.hash = hash;
  }
}

/** The transaction was mined and failed, although it succeeded when it was simulated. */
export class TransactionRevertedError extends BaseError {
  override name = 'TransactionRevertedError';
  readonly hash: Hex;
  constructor({ action, hash, cause }: { action: string; hash: Hex; cause?: unknown }) {
    super(`The transaction ${hash} to ${action} failed when it was mined.`, {
      cause,
      metaMessages: ['The state changed between sending and mining. Read it again before you retry.'],
    });
    this.hash = hash;
  }
}

/** The person cancelled or replaced the transaction in the wallet after it was sent. */
export class TransactionReplacedError extends BaseError {
  override name = 'TransactionReplacedError';
  constructor({ action, hash }: { action: string; hash: Hex }) {
    super(`The transaction to ${action} was replaced in the wallet by ${hash}.`, {
      metaMessages: ['It had no effect. Send it again if you still want to.'],
    });
  }
}

/** The transaction succeeded, but the contracts did not say what they must have done. */
export class EventMissingError extends BaseError {
  override name = 'EventMissingError';
  constructor({ event, hash }: { event: string; hash: Hex }) {
    super(`The transaction ${hash} succeeded without the event ${event}.`, {
      metaMessages: ['The address is not our contract’s, most likely: check the deployment file.'],
    });
  }
}
