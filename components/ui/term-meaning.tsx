'use client';

import { Popover } from 'radix-ui';
import { useMemo, useRef } from 'react';

/** The meaning of a term, beside it, until it is left. */
export function TermMeaning(parameters: { anchor: HTMLElement; meaning: string; onClose: () => void }) {
  const { anchor, meaning, onClose } = parameters;
  const isLeftByPointer = useRef(false);
  const anchorRef = useMemo(() => ({ current: anchor }), [anchor]);
  return (
    <Popover.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Popover.Anchor virtualRef={anchorRef} />
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label="Meaning"
          onInteractOutside={(event) => {
            // The term closes it by its own click.
            if (event.target instanceof Node && anchor.contains(event.target)) event.preventDefault();
          }}
          onPointerDownOutside={() => {
            isLeftByPointer.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isLeftByPointer.current) anchor.focus();
          }}
          className="z-40 max-w-80 rounded-md border border-rule-strong bg-sheet px-3.5 py-2.5 text-small text-ink-2 shadow-[0_1px_0_var(--rule)]"
        >
          {meaning}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
