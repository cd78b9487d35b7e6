import type { Metadata } from 'next';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <>
      <h1 className="mb-6 text-title font-semibold tracking-tight">There is nothing here</h1>
      <EmptyState title="No page has this address" action={<ButtonLink href="/">All tasks</ButtonLink>}>
        It may be about a task or a submission that the index has not seen yet: a new one appears a few
        seconds after its block is mined. Otherwise the address is mistyped.
      </EmptyState>
    </>
  );
}
