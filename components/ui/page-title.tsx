import type { ReactNode } from 'react';

/** The head of a page: where it belongs, its name, and a line about it. */
export function PageTitle({
  above,
  title,
  children,
}: {
  above?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mb-7 max-w-3xl">
      {above ? <div className="mb-1.5 text-small text-ink-3">{above}</div> : null}
      <h1 className="text-title font-semibold tracking-tight break-words">{title}</h1>
      {children ? <div className="mt-2 text-ink-2">{children}</div> : null}
    </div>
  );
}
