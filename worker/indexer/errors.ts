import {
  BaseError as ViemError,
  BlockNotFoundError,
  HttpRequestError,
  ResponseBodyTooLargeError,
  RpcError,
  RpcRequestError,
  TimeoutError,
} from 'viem';
import { isDatabaseUnavailable } from '#database/unavailable.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { isRetryable } from '#protocol/errors/retryable.ts';

/** The chain changed while a stretch of it was read; reading again gives one chain's logs. */
export class ChainMovedError extends BaseError {
  override name = 'ChainMovedError';
  readonly isRetryable = true;
  constructor({ blockNumber }: { blockNumber: bigint }) {
    super(`Block ${blockNumber} was replaced while its logs were read.`);
  }
}

/** Whether the indexer should go on after an error: the chain or the database is away, and will be back. */
export function isPassing(error: unknown): boolean {
  return isRetryable(error) || isDatabaseUnavailable(error) || isRpcFailure(error);
}

/** Whether the RPC server failed to answer, answered with an error, or with more than can be taken. */
export function isRpcFailure(error: unknown): boolean {
  if (!(error instanceof ViemError)) return false;
  return (
    error.walk(
      (cause) =>
        cause instanceof HttpRequestError ||
        cause instanceof TimeoutError ||
        cause instanceof RpcRequestError ||
        cause instanceof RpcError ||
        // viem reads no answer of more than ten megabytes.
        cause instanceof ResponseBodyTooLargeError ||
        cause instanceof BlockNotFoundError,
    ) !== null
  );
}
