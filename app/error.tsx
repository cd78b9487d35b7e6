'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <div role="alert">
      <h1 className="mb-6 text-title font-semibold tracking-tight">This page could not be read</h1>
      <EmptyState
        title="The index did not answer"
        action={
          <Button weight="strong" onClick={() => retry()}>
            Try again
          </Button>
        }
      >
        Nothing is lost: tasks, submissions and payments are on the chain, and this page only shows them.
        Whoever runs this server finds the reason in its log
        {error.digest ? (
          <>
            {' '}
            under <code className="font-mono text-[0.9em]">{error.digest}</code>
          </>
        ) : null}
        .
      </EmptyState>
    </div>
  );
}
