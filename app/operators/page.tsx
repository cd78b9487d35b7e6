import type { Metadata } from 'next';
import { listOperators } from '#database/pages/operators.ts';
import { OperatorTable } from '#components/operator/operator-table.tsx';
import { OwnOperatorSlot } from '#components/operator/own-operator-slot.tsx';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { openIndex } from '../_server/index-database.ts';

export const metadata: Metadata = { title: 'Operators' };

export default async function OperatorsPage() {
  const operators = await listOperators(await openIndex());
  return (
    <>
      <LiveRefresh subject={{ kind: 'everything' }} />
      <PageTitle title="Operators">
        <p>
          They evaluate every submission, each by itself, and sign what they found. A verdict stands when more
          than two thirds of the voting power signed the same.
        </p>
      </PageTitle>
      {operators.length === 0 ? (
        <EmptyState
          title="Nobody operates yet"
          action={<ButtonLink href="/network">Look at the network</ButtonLink>}
        >
          Without operators no task can open. An operator registers a key and a stake with AVS governance, and
          is in the set from the next epoch on.
        </EmptyState>
      ) : (
        <OperatorTable operators={operators} />
      )}
      <div className="mt-10">
        <OwnOperatorSlot />
      </div>
    </>
  );
}
