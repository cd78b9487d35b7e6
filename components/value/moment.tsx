'use client';

import { useNow } from '#hooks/now.tsx';
import { formatAbsolute, formatDuration, formatRelative } from './format-time.ts';

/** A moment, relative to now ("3 min ago"), or how long it is past ("3 min"); the hint is absolute. */
export function Moment({ at, form = 'relative' }: { at: number; form?: 'relative' | 'elapsed' }) {
  const now = useNow();
  return (
    <time
      dateTime={new Date(at * 1000).toISOString()}
      data-hint={formatAbsolute(at)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {form === 'relative' ? formatRelative({ at, now }) : formatDuration(now - at)}
    </time>
  );
}
