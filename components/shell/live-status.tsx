'use client';

import { useLiveStatus } from '#hooks/live-events.tsx';
import { useNow } from '#hooks/now.tsx';
import { formatAbsolute, formatDuration } from '#components/value/format-time.ts';
import { groupThousands } from '#components/value/format-amount.ts';

/** Behind by more than this, the page says so. */
const STALE_SECONDS = 60;

/**
 * How current the page is: the block that the index stands at. What is said besides hangs to its left, so that
 * nothing moves when it comes or goes.
 */
export function LiveStatus() {
  const { connection, block } = useLiveStatus();
  const now = useNow();
  const behindSeconds = block ? now - block.timestamp : 0;
  const isStale = connection === 'live' && behindSeconds > STALE_SECONDS;
  const isRemarkable = connection === 'lost' || isStale;
  const dot =
    connection === 'lost' ? 'bg-fault' : isStale ? 'bg-challenger' : block ? 'bg-champion' : 'bg-rule-strong';
  const remark =
    connection === 'lost'
      ? 'Connection lost, trying again'
      : isStale
        ? `Last block ${formatDuration(behindSeconds)} ago`
        : connection === 'live'
          ? 'Live'
          : 'Connecting';
  return (
    <span
      data-connection={connection}
      className="relative inline-flex h-8 items-center gap-2 text-small text-ink-2"
      data-hint={block ? `Block ${groupThousands(block.number)}, ${formatAbsolute(block.timestamp)}` : remark}
    >
      <span
        role="status"
        className={isRemarkable ? 'absolute right-full mr-2 whitespace-nowrap max-md:sr-only' : 'sr-only'}
      >
        {remark}
      </span>
      <span aria-hidden className={`size-1.5 rounded-full ${dot}`} />
      {/* Room for the blocks of a chain that is years old. */}
      <span className="min-w-[9ch]">
        <span className="sr-only">Block </span>
        {block ? groupThousands(block.number) : '–'}
      </span>
    </span>
  );
}
