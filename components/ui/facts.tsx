import type { ReactNode } from 'react';

/** Name and value pairs, one under the other, with hairlines between. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-rule text-small">{children}</dl>;
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4 py-1">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 text-right">{children}</dd>
    </div>
  );
}

/** A row of large figures; each says what it is beneath. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]">
      {children}
    </dl>
  );
}

export function Figure({ name, note, children }: { name: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col-reverse justify-end border-l border-rule pl-3">
      <dt className="text-small text-ink-3">
        {name}
        {note ? <span className="block text-note">{note}</span> : null}
      </dt>
      <dd className="text-figure font-medium tracking-tight">{children}</dd>
    </div>
  );
}
