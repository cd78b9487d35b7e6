'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

/** What has to be dealt with before anything else. Escape and the cross close it; the focus returns to where it was. */
export function Dialog({
  title,
  description,
  isOpen,
  onOpenChange,
  children,
}: {
  title: string;
  description?: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-ink/30 dark:bg-paper/70" />
        <Primitive.Content
          // Without a description the primitive must be told that there is none.
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="fixed top-1/2 left-1/2 z-40 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-1/2 overflow-y-auto rounded-md border border-rule-strong bg-sheet p-5 outline-none"
        >
          <div className="mb-3 flex items-start justify-between gap-4">
            <Primitive.Title className="text-lead font-semibold">{title}</Primitive.Title>
            <Primitive.Close
              aria-label="Close"
              className="inline-flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-md text-ink-2 hover:bg-well hover:text-ink"
            >
              <X aria-hidden className="size-4" strokeWidth={1.75} />
            </Primitive.Close>
          </div>
          {description ? (
            <Primitive.Description asChild>
              <div className="mb-4 text-small text-ink-2">{description}</div>
            </Primitive.Description>
          ) : null}
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
