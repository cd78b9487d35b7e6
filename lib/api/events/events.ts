import { Hono } from 'hono';
import { LIVE_EVENT, PROGRESS_EVENT } from '#protocol/http/live-event-names.ts';
import type { LiveEvent } from '#protocol/http/live-events.ts';
import type { SubmissionProgress } from '#protocol/http/progress.ts';
import type { ChangeFeed } from './change-feed.ts';

/** Proxies close what is silent for a minute; some after half of one. */
const HEARTBEAT_MS = 15_000;
/** How long a client waits before it connects anew. */
const RETRY_MS = 2_000;

/**
 * `GET /`: the steps of the index, and how far submissions are, as server-sent events. The first event comes at once and says where the index
 * stands; a client that sends `Last-Event-ID` is told what happened since.
 */
export function createEventsApi({ feed }: { feed: ChangeFeed }): Hono {
  const app = new Hono();
  app.get('*', (context) => {
    const after = parseBlockNumber(context.req.header('Last-Event-ID'));
    return new Response(streamEvents({ feed, after, signal: context.req.raw.signal }), {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-cache, no-transform',
        // nginx holds responses back unless it is told not to.
        'X-Accel-Buffering': 'no',
      },
    });
  });
  return app;
}

function streamEvents(parameters: {
  feed: ChangeFeed;
  after: bigint | undefined;
  signal: AbortSignal;
}): ReadableStream<Uint8Array> {
  const { feed, after, signal } = parameters;
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      write(`retry: ${RETRY_MS}\n\n`);
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      const unsubscribe = feed.subscribe({
        after,
        onEvent: (event) => write(formatEvent(event)),
        onProgress: (progress) => write(formatProgress(progress)),
      });
      end = () => {
        end = () => {};
        clearInterval(heartbeat);
        unsubscribe();
        signal.removeEventListener('abort', close);
      };
      const close = () => {
        end();
        controller.close();
      };
      if (signal.aborted) close();
      else signal.addEventListener('abort', close, { once: true });
    },
    cancel: () => end(),
  });
}

function formatEvent(event: LiveEvent): string {
  return `id: ${event.blockNumber}\nevent: ${LIVE_EVENT}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Without an id: clients resume by the index's steps, and are told of all that is pending when they connect. */
function formatProgress(progress: SubmissionProgress): string {
  return `event: ${PROGRESS_EVENT}\ndata: ${JSON.stringify(progress)}\n\n`;
}

/** A header that is no block number is ignored: the client is then told where the index stands. */
function parseBlockNumber(header: string | undefined): bigint | undefined {
  return header !== undefined && /^\d{1,18}$/.test(header) ? BigInt(header) : undefined;
}
