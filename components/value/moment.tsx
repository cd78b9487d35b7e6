'use client';

import { useNow } from '#hooks/now.tsx';
import { formatAbsolute, formatDuration, formatRelative } from './format-time.ts';

/**
 * A moment, relative to now ("3 min ago"), or how long it is past ("3 min"); the hint is absolute.
 *
 * @param parameters.isColumn Stands among others in a column: as wide as the longest there is, so that nothing moves
 * while the time goes by.
 */
export function Moment(parameters: { at: number; form?: 'relative' | 'elapsed'; isColumn?: boolean }) {
  const { at, form = 'relative', isColumn = false } = parameters;
  const now = useNow();
  return (
    <time
      dateTime={new Date(at * 1000).toISOString()}
      data-hint={formatAbsolute(at)}
      className={isColumn ? 'inline-block min-w-[13ch] text-left whitespace-nowrap' : 'whitespace-nowrap'}
      suppressHydrationWarning
    >
      {form === 'relative' ? formatRelative({ at, now }) : formatDuration(now - at)}
    </time>
  );
}
