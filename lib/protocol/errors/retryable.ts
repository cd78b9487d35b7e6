import { BaseError } from './base.ts';

/** What failed may succeed when it is tried again unchanged: a timeout, a lost connection, a busy service. */
export class RetryableError extends BaseError {
  override name = 'RetryableError';
  readonly isRetryable = true;
}

/**
 * Whether trying again can help. The error's own type decides, and if it says nothing, what caused it: an error
 * is retryable when its property `isRetryable` is `true`.
 */
export function isRetryable(error: unknown): boolean {
  let current = error;
  while (current instanceof Error) {
    if ('isRetryable' in current && typeof current.isRetryable === 'boolean') return current.isRetryable;
    current = current.cause;
  }
  return false;
}
