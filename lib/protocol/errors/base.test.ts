import { describe, expect, test } from 'vitest';
import { BaseError } from './base.ts';

describe('BaseError', () => {
  test('default: the message is the short message alone', () => {
    expect(new BaseError('It failed.').message).toBe('It failed.');
  });

  test('behavior: the message adds what to do, where to read on, and what a lower layer said', () => {
    const error = new BaseError('It failed.', {
      metaMessages: ['Try again.'],
      docsPath: 'operators.md',
      cause: new Error('disk full'),
    });
    expect(error.message).toMatchInlineSnapshot(`
      "It failed.
      Try again.
      See docs/operators.md
      Details: disk full"
    `);
    expect(error.shortMessage).toBe('It failed.');
  });

  test('behavior: walk finds the innermost cause, or the first that matches', () => {
    const innermost = new TypeError('innermost');
    const middle = new BaseError('middle', { cause: innermost });
    const outer = new BaseError('outer', { cause: middle });
    expect(outer.walk()).toBe(innermost);
    expect(outer.walk((error) => error instanceof BaseError && error.shortMessage === 'middle')).toBe(middle);
    expect(outer.walk((error) => error instanceof RangeError)).toBeUndefined();
  });
});
