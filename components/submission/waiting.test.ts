import { describe, expect, test } from 'vitest';
import { type WaitingParameters, describeWaiting } from './waiting.ts';

const waiting: WaitingParameters = {
  submission: { status: 'Revealed', index: 3, committedBlock: 100n, seedBlock: 120n },
  queue: { ahead: 0, headSince: 110n },
  championSinceBlock: 90n,
  headBlock: 130n,
  windows: { revealWindowBlocks: 50n, verdictWindowBlocks: 200n },
  operatorCount: 4,
  progress: { isClaimed: false, attesterCount: 0 },
};

describe('describeWaiting', () => {
  test('a commitment ends with the reveal window', () => {
    const submission = { ...waiting.submission, status: 'Committed', seedBlock: null } as const;
    const result = describeWaiting({ ...waiting, submission });
    expect(result?.lastBlock).toBe(150n);
    expect(result?.thenWhat).toContain('forfeited');
  });

  test('before the seed block it waits for that block', () => {
    expect(describeWaiting({ ...waiting, headBlock: 119n })?.nextBlock).toBe(120n);
    expect(describeWaiting({ ...waiting, headBlock: 120n })?.nextBlock).toBeUndefined();
  });

  test.each([
    ['the seed', 120n, { queue: { ahead: 0, headSince: 110n }, championSinceBlock: 90n }],
    ['its turn', 125n, { queue: { ahead: 0, headSince: 125n }, championSinceBlock: 90n }],
    ['a new champion', 128n, { queue: { ahead: 0, headSince: 110n }, championSinceBlock: 128n }],
  ])('the operators’ time runs from %s when that comes last', (_, since, change) => {
    expect(describeWaiting({ ...waiting, ...change })?.lastBlock).toBe(since + 200n);
  });

  test('behind others it has no last block yet, and says how many are before it', () => {
    const result = describeWaiting({ ...waiting, queue: { ahead: 2, headSince: undefined } });
    expect(result?.lastBlock).toBeUndefined();
    expect(result?.waitsFor).toContain('after 2 submissions that were committed earlier');
  });

  test('it counts the signatures that were heard of', () => {
    const progress = { isClaimed: true, attesterCount: 3 };
    expect(describeWaiting({ ...waiting, progress })?.waitsFor).toContain('3 of 4 operators have signed');
  });

  test('a baseline that nobody judges gives the bounty back', () => {
    const submission = { ...waiting.submission, index: 0 };
    const result = describeWaiting({ ...waiting, submission, queue: undefined });
    expect(result).toMatchObject({ lastBlock: 320n });
    expect(result?.thenWhat).toContain('the bounty goes back to the owner');
  });

  test('what is settled waits for nothing', () => {
    expect(
      describeWaiting({ ...waiting, submission: { ...waiting.submission, status: 'Improved' } }),
    ).toBeUndefined();
  });
});
