import { describe, expect, test } from 'vitest';
import { WaitTimeoutError, poll } from './poll.ts';

const counter = () => {
  let count = 0;
  return async () => (count += 1);
};

describe('poll', () => {
  test('default: reads until the condition holds and shows every value', async () => {
    const seen: number[] = [];
    const value = await poll({
      awaited: 'The third reading',
      read: counter(),
      until: (count) => count === 3,
      onProgress: (count) => seen.push(count),
      intervalMs: 1,
    });
    expect(value).toBe(3);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('behavior: gives up when the time is over', async () => {
    await expect(
      poll({ awaited: 'It', read: counter(), until: () => false, intervalMs: 1, timeoutMs: 20 }),
    ).rejects.toThrow(WaitTimeoutError);
  });

  test('behavior: an abort ends the wait at once', async () => {
    const controller = new AbortController();
    const waiting = poll({
      awaited: 'It',
      read: counter(),
      until: () => false,
      onProgress: () => controller.abort(new Error('enough')),
      intervalMs: 3_600_000,
      signal: controller.signal,
    });
    await expect(waiting).rejects.toThrow('enough');
  });

  test('behavior: what reading throws is passed on', async () => {
    const read = () => Promise.reject(new RangeError('broken'));
    await expect(poll({ awaited: 'It', read, until: () => true })).rejects.toThrow(RangeError);
  });
});
