import type { ReactNode } from 'react';

/** A table that scrolls sideways by itself where the window is narrow. */
export function DataTable({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // Focusable, so that the keyboard can scroll it.
    <div
      className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0"
      role="region"
      aria-label={caption}
      tabIndex={0}
    >
      <table className="w-full border-collapse text-small [&_td]:border-b [&_td]:border-rule [&_td]:py-1.5 [&_td]:pr-3 sm:[&_td]:pr-5 [&_td:last-child]:pr-0! [&_th]:border-b [&_th]:border-rule [&_th]:pr-3 sm:[&_th]:pr-5 [&_th]:pb-1.5 [&_th]:text-left [&_th]:font-normal [&_th]:whitespace-nowrap [&_th]:text-ink-3 [&_tbody_th]:py-1.5 [&_th:last-child]:pr-0! [&_tbody_tr:hover]:bg-well/60">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}
