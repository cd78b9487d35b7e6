import type { ReactNode } from 'react';

/** What stands where nothing is yet: why, and the one thing to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-start gap-3 border border-dashed border-rule-strong px-5 py-8 sm:px-8">
      <p className="text-lead font-medium">{title}</p>
      <p className="max-w-prose text-ink-2">{children}</p>
      {action ? <div className="pt-1">{action}</div> : null}
    </div>
  );
}
