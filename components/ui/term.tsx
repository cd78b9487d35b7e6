import type { ReactNode } from 'react';

/** A word of the trade with its meaning at hand, which `TermLayer` shows: a page full of terms costs nothing to hydrate. */
export function Term({ children, meaning }: { children: ReactNode; meaning: string }) {
  return (
    <button
      type="button"
      data-meaning={meaning}
      aria-haspopup="dialog"
      aria-expanded="false"
      className="cursor-help text-left underline decoration-rule-strong decoration-dotted decoration-1 underline-offset-4 hover:decoration-ink-3"
    >
      {children}
    </button>
  );
}
