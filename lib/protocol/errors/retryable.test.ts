import { expect, test } from 'vitest';
import { BaseError } from './base.ts';
import { RetryableError, isRetryable } from './retryable.ts';

class FinalError extends BaseError {
  readonly isRetryable = false;
}

test('default: an error is retryable when its type says so', () => {
  expect(isRetryable(new RetryableError('The node is busy.'))).toBe(true);
  expect(isRetryable(new BaseError('The parameters are wrong.'))).toBe(false);
  expect(isRetryable('a string')).toBe(false);
});

test('behavior: an error that says nothing is as retryable as its cause', () => {
  expect(isRetryable(new BaseError('Fetching failed.', { cause: new RetryableError('Timeout.') }))).toBe(
    true,
  );
});

test('behavior: an error that says it is final is final, whatever caused it', () => {
  expect(isRetryable(new FinalError('Given up.', { cause: new RetryableError('Timeout.') }))).toBe(false);
});
