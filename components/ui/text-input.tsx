'use client';

import type { ComponentProps } from 'react';
import { useFieldControl } from './field.tsx';

/** The looks of everything that is typed into. */
export const INPUT_SHAPE =
  'min-h-9 w-full min-w-0 rounded-md border border-rule-strong bg-sheet px-2.5 text-body text-ink placeholder:text-ink-3 hover:border-ink-3 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-fault sm:text-small';

/** A line of text. */
export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input type="text" {...useFieldControl()} {...rest} className={`${INPUT_SHAPE} ${className}`} />;
}

/** Several lines of text. */
export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={6}
      {...useFieldControl()}
      {...rest}
      className={`${INPUT_SHAPE} resize-y py-2 leading-6 ${className}`}
    />
  );
}
