'use client';

import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** A word of the trade with its meaning at hand. */
export function Term({ children, meaning }: { children: ReactNode; meaning: string }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="cursor-help text-left underline decoration-rule-strong decoration-dotted decoration-1 underline-offset-4 hover:decoration-ink-3">
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label="Meaning"
          className="z-40 max-w-80 rounded-md border border-rule-strong bg-sheet px-3.5 py-2.5 text-small text-ink-2 shadow-[0_1px_0_var(--rule)]"
        >
          {meaning}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
