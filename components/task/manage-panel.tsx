'use client';

import dynamic from 'next/dynamic';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import type { TaskActionsProps } from './task-actions.tsx';

const TaskActions = dynamic<TaskActionsProps>(async () => (await import('./task-actions.tsx')).TaskActions, {
  ssr: false,
  loading: () => <p className="min-h-80 text-small text-ink-3">Loading the wallet.</p>,
});

/** Top up and close, once the wallet’s code is loaded. */
export function ManagePanel(props: TaskActionsProps) {
  const chain = useMarketplaceChain();
  if (chain) return <TaskActions {...props} />;
  return (
    <EmptyState
      title="Tasks cannot be managed here"
      action={<ButtonLink href={`/tasks/${props.taskId}`}>Back to the task</ButtonLink>}
    >
      This server shows the marketplace, but was not told where its chain is.
    </EmptyState>
  );
}
