'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';

/** Yes or no, with the sentence that is affirmed. */
export function CheckBox({
  label,
  hint,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint ? hintId : undefined}
        {...rest}
        className="mt-0.5 size-4.5 shrink-0 cursor-pointer accent-(--champion)"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="cursor-pointer text-small">
          {label}
        </label>
        {hint ? (
          <p id={hintId} className="text-small text-ink-3">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
