import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** What not everybody needs, folded away; it works before any script does. */
export function Disclosure({
  summary,
  isOpen = false,
  children,
}: {
  summary: ReactNode;
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={isOpen} className="group min-w-0 border-t border-rule">
      <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2 text-small font-medium hover:text-champion [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-3 transition-transform group-open:rotate-90"
          strokeWidth={1.75}
        />
        {summary}
      </summary>
      <div className="pt-1 pb-4">{children}</div>
    </details>
  );
}
