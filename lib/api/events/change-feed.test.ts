import { describe, expect, test } from 'vitest';
import { openIndexWriter } from '#database/projections/index-writer.ts';
import type { LiveEvent } from '#protocol/http/live-events.ts';
import type { SubmissionProgress } from '#protocol/http/progress.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { useTestDatabase } from '../../../test/database.ts';
import { TEST_CONTRACTS, blockHash, emitted } from '../../../test/event-logs.ts';
import { appendEvents, createShowcase, indexShowcase } from '../../../test/fixtures/showcase.ts';
import { showcaseAccount } from '../../../test/fixtures/showcase-market.ts';
import { createChangeFeed } from './change-feed.ts';

const PATRON = showcaseAccount('patron');

/** Hands out what a listener heard, in order, waiting for what is not there yet. */
function createInbox<Told = LiveEvent>() {
  const heard: Told[] = [];
  let wake = () => {};
  return {
    onEvent: (event: Told) => {
      heard.push(event);
      wake();
    },
    next: async (): Promise<Told> => {
      for (;;) {
        const event = heard.shift();
        if (event) return event;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** The index can be read in these tests. */
function rethrow(error: unknown): never {
  throw error;
}

const topUp = (taskId: number) =>
  emitted('modelSubmission.ToppedUp', { taskId, from: PATRON, amount: 1n, pool: 10n });

describe('createChangeFeed', () => {
  const database = useTestDatabase();

  async function openWriter() {
    return openIndexWriter(database(), { chainId: 31_337, contracts: TEST_CONTRACTS });
  }

  test('default: a listener is greeted with where the index stands, then told of each step', async () => {
    const showcase = await createShowcase({
      token: showcaseAccount('token'),
      endTimestamp: 1_800_000_000,
      gatewayUrl: 'http://127.0.0.1:1',
    });
    const writer = await indexShowcase(database(), showcase);
    const feed = createChangeFeed({ database: database(), onError: rethrow });
    const inbox = createInbox();
    feed.subscribe({ after: undefined, onEvent: inbox.onEvent });
    const head = await writer.readCheckpoint();
    expect(await inbox.next()).toMatchObject({
      blockNumber: Number(head?.number),
      isReset: false,
      taskIds: [],
    });

    await appendEvents(writer, [topUp(1), topUp(7)]);
    expect(await inbox.next()).toMatchObject({
      blockNumber: Number(head?.number) + 1,
      isReset: false,
      taskIds: [1, 7],
    });
    feed.close();
  });

  test('behavior: it tells whose submission, never what a verdict says', async () => {
    const writer = await openWriter();
    const feed = createChangeFeed({ database: database(), onError: rethrow });
    const inbox = createInbox();
    feed.subscribe({ after: undefined, onEvent: inbox.onEvent });
    await inbox.next();
    const submissionId = toSubmissionId({ taskId: 1, index: 19 });
    await appendEvents(writer, [
      emitted('modelSubmission.SeedFixed', {
        submissionId,
        seed: blockHash(1n, 'seed'),
        prevRandao: blockHash(1n, 'randao'),
      }),
    ]);
    const event = await inbox.next();
    expect(event.submissionIds).toEqual([submissionId.toString()]);
    expect(Object.keys(event).sort()).toEqual(
      ['accounts', 'blockNumber', 'isReset', 'submissionIds', 'taskIds', 'timestamp'].sort(),
    );
    feed.close();
  });

  test('behavior: it tells how far what is pending is, then what changed of it, without a new block', async () => {
    const feed = createChangeFeed({ database: database(), onError: rethrow });
    const inbox = createInbox<SubmissionProgress>();
    feed.subscribe({ after: undefined, onEvent: () => {}, onProgress: inbox.onEvent });
    const submissionId = toSubmissionId({ taskId: 1, index: 19 });
    const next = async (): Promise<SubmissionProgress> => {
      for (;;) {
        const progress = await inbox.next();
        if (progress.submissionId === submissionId.toString()) return progress;
      }
    };
    expect((await next()).rounds).toEqual({ finished: 0, total: 16 });
    const key = { submissionId, seed: blockHash(1n, 'seed'), championId: 1n, taskDefinitionId: 1 };
    await database().prisma.operatorEvaluation.create({ data: { ...key, finishedRounds: 7 } });
    expect(await next()).toMatchObject({ phase: 'evaluation', rounds: { finished: 7, total: 16 } });
    feed.close();
  });

  test('behavior: who comes back is told at once what happened since', async () => {
    const writer = await openWriter();
    const before = await writer.readCheckpoint();
    await appendEvents(writer, [topUp(2)]);
    await appendEvents(writer, [topUp(3)]);
    const feed = createChangeFeed({ database: database(), onError: rethrow });
    const inbox = createInbox();
    feed.subscribe({ after: before?.number, onEvent: inbox.onEvent });
    expect(await inbox.next()).toMatchObject({ blockNumber: Number(before?.number) + 2, taskIds: [2, 3] });
    feed.close();
  });

  test('behavior: after a reorganisation everything may have changed, also for who comes back from ahead', async () => {
    const writer = await openWriter();
    const feed = createChangeFeed({ database: database(), onError: rethrow });
    const inbox = createInbox();
    feed.subscribe({ after: undefined, onEvent: inbox.onEvent });
    await inbox.next();
    const head = await writer.readCheckpoint();
    if (!head) throw new Error('The index is empty.');
    const below = await writer.readCheckpointBelow(head.number);
    await writer.revert({ from: head, to: below });
    expect(await inbox.next()).toMatchObject({ blockNumber: Number(below?.number), isReset: true });

    const late = createInbox();
    feed.subscribe({ after: head.number, onEvent: late.onEvent });
    expect(await late.next()).toMatchObject({ isReset: true });
    feed.close();
  });
});
