import { TriangleAlert } from 'lucide-react';
import { BaseError } from '#protocol/errors/base.ts';

/** An error, told: what happened, why, and what to do. */
export function Problem({ error }: { error: unknown }) {
  const { what, more, details } = explain(error);
  return (
    <div
      role="alert"
      className="flex max-w-prose gap-2.5 rounded-md border border-fault bg-fault-wash px-3.5 py-3 text-small text-ink"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-fault" strokeWidth={1.75} />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium break-words">{what}</p>
        {more.map((line) => (
          <p key={line} className="break-words text-ink-2">
            {line}
          </p>
        ))}
        {details ? (
          <details className="text-ink-3">
            <summary className="cursor-pointer">Details</summary>
            <p className="mt-1 font-mono text-note break-all whitespace-pre-wrap">{details}</p>
          </details>
        ) : null}
      </div>
    </div>
  );
}

function explain(error: unknown): { what: string; more: readonly string[]; details: string | undefined } {
  if (error instanceof BaseError) {
    return { what: error.shortMessage, more: error.metaMessages, details: error.details };
  }
  return {
    what: 'Something went wrong that nobody foresaw.',
    more: ['Try it once more; if it happens again, report the details.'],
    details: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}
