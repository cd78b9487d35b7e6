import { type ReactNode, useId } from 'react';

/** A part of a page under its own heading. */
export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule-strong pb-1.5">
        <h2 id={id} className="text-lead font-semibold">
          {title}
        </h2>
        {note ? <div className="text-small text-ink-3">{note}</div> : null}
      </div>
      {children}
    </section>
  );
}
