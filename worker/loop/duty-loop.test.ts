import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createDutyLoop } from './duty-loop.ts';

const log = pino({ level: 'silent' });
const nothing = async () => undefined;

/** A step that tells when it is running and goes on when it is let. */
function createGate() {
  const started: bigint[] = [];
  let release = Promise.withResolvers<void>();
  return {
    started,
    advance: async (submissionId: bigint) => {
      started.push(submissionId);
      await release.promise;
    },
    open: () => {
      release.resolve();
      release = Promise.withResolvers();
      release.resolve();
    },
  };
}

describe('createDutyLoop', () => {
  test('default: every head has everything pending looked at', async () => {
    const seen: [bigint, bigint][] = [];
    const loop = createDutyLoop({
      log,
      listPending: async () => [1n, 2n],
      advance: async (submissionId, head) => {
        seen.push([submissionId, head]);
      },
      keepHouse: nothing,
    });
    loop.onHead(7n);
    await expect
      .poll(() => seen)
      .toEqual([
        [1n, 7n],
        [2n, 7n],
      ]);
    loop.onHead(8n);
    await expect
      .poll(() => seen.slice(2))
      .toEqual([
        [1n, 8n],
        [2n, 8n],
      ]);
    await loop.stop();
  });

  test('behavior: one submission is advanced once at a time, and once more when it was woken meanwhile', async () => {
    const { started, advance, open } = createGate();
    const loop = createDutyLoop({ log, listPending: async () => [], advance, keepHouse: nothing });
    loop.onHead(1n);
    for (let wakes = 0; wakes < 5; wakes += 1) loop.wake(3n);
    expect(started).toEqual([3n]);
    open();
    await expect.poll(() => started).toEqual([3n, 3n]);
    await loop.stop();
    expect(started).toEqual([3n, 3n]);
  });

  test('behavior: an error concerns its submission and the next head tries again', async () => {
    const done: bigint[] = [];
    let failures = 0;
    const loop = createDutyLoop({
      log,
      listPending: async () => [1n, 2n],
      advance: async (submissionId) => {
        if (submissionId === 1n && failures < 1) {
          failures += 1;
          throw new Error('the chain is away');
        }
        done.push(submissionId);
      },
      keepHouse: nothing,
    });
    loop.onHead(1n);
    await expect.poll(() => done).toEqual([2n]);
    loop.onHead(2n);
    await expect.poll(() => [...done].sort()).toEqual([1n, 2n, 2n]);
    await loop.stop();
  });

  test('behavior: stopping waits for what is running and takes nothing new', async () => {
    const { started, advance, open } = createGate();
    const loop = createDutyLoop({ log, listPending: async () => [], advance, keepHouse: nothing });
    loop.onHead(1n);
    loop.wake(1n);
    let isStopped = false;
    const stopping = loop.stop().then(() => {
      isStopped = true;
    });
    loop.wake(2n);
    loop.onHead(2n);
    expect(isStopped).toBe(false);
    open();
    await stopping;
    expect(started).toEqual([1n]);
  });
});
