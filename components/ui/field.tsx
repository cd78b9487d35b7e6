'use client';

import { type ReactNode, createContext, useContext, useId } from 'react';

/** What a control inside a field takes over: its name, its explanation and its error, for everybody. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

const ControlContext = createContext<FieldControl | undefined>(undefined);

/** The attributes that tie a control to the field that it stands in; outside of a field there are none. */
export function useFieldControl(): Partial<FieldControl> {
  return useContext(ControlContext) ?? {};
}

/** A control with its label, what it means, and what is wrong with it. The control is the only one in it. */
export function Field({
  label,
  hint,
  error,
  isLabelHidden = false,
  className = '',
  children,
}: {
  label: ReactNode;
  /** What it means and what is usual. */
  hint?: ReactNode;
  /** Why it cannot stay as it is. */
  error?: ReactNode;
  /** For rows of a table, whose heads say it already. */
  isLabelHidden?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [...(error ? [errorId] : []), ...(hint ? [hintId] : [])].join(' ');
  return (
    <ControlContext
      value={{
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': error ? true : undefined,
      }}
    >
      <div className={`grid min-w-0 content-start gap-1 ${className}`}>
        <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-small font-medium'}>
          {label}
        </label>
        {children}
        {error ? (
          <p id={errorId} className="text-small text-fault">
            {error}
          </p>
        ) : null}
        {hint ? (
          <p id={hintId} className="text-small text-ink-3">
            {hint}
          </p>
        ) : null}
      </div>
    </ControlContext>
  );
}

/** Several controls under one name, such as choices of which one holds. */
export function FieldGroup({
  legend,
  hint,
  children,
}: {
  legend: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
}) {
  const hintId = useId();
  return (
    <fieldset className="grid min-w-0 gap-2" aria-describedby={hint ? hintId : undefined}>
      <legend className="mb-1 text-small font-medium">{legend}</legend>
      {hint ? (
        <p id={hintId} className="text-small text-ink-3">
          {hint}
        </p>
      ) : null}
      {children}
    </fieldset>
  );
}
