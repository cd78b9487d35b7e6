import type { Metadata } from 'next';
import { Wizard } from '#components/wizard/wizard.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { readConditions } from '../_server/task-conditions.ts';

export const metadata: Metadata = { title: 'New task' };

export default async function NewTaskPage() {
  const conditions = await readConditions();
  return (
    <>
      <PageTitle title="New task">
        <p>
          Publish a model, say how it is judged, and put up a bounty. Everything is checked here before
          anything is signed, and kept in this browser until it is published.
        </p>
      </PageTitle>
      {conditions && conditions.tokens.length > 0 ? (
        <Wizard conditions={conditions} />
      ) : (
        <EmptyState
          title="Tasks cannot be created here"
          action={<ButtonLink href="/">Look at the tasks</ButtonLink>}
        >
          This server shows the marketplace, but was not told where its chain is. Whoever runs it sets RPC_URL
          and DEPLOYMENT.
        </EmptyState>
      )}
    </>
  );
}
