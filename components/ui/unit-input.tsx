'use client';

import type { ComponentProps, ReactNode } from 'react';
import { useFieldControl } from './field.tsx';
import { INPUT_SHAPE } from './text-input.tsx';

/**
 * A number with its unit. It stays text: an amount has more digits than a number can hold, and half a number is typed
 * before a whole one is.
 */
export function UnitInput({ unit, className = '', ...rest }: ComponentProps<'input'> & { unit?: ReactNode }) {
  const { 'aria-describedby': describedBy, ...control } = useFieldControl();
  const unitId = control.id && unit ? `${control.id}-unit` : undefined;
  const description = [unitId, describedBy].filter(Boolean).join(' ');
  return (
    <span className="relative block min-w-0">
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        {...control}
        aria-describedby={description === '' ? undefined : description}
        {...rest}
        className={`${INPUT_SHAPE} ${unit ? 'pr-20' : ''} ${className}`}
      />
      {unit ? (
        <span
          id={unitId}
          className="pointer-events-none absolute inset-y-0 right-2.5 flex max-w-18 items-center text-small text-ink-3"
        >
          {unit}
        </span>
      ) : null}
    </span>
  );
}
