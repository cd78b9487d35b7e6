import type { Metadata } from 'next';
import { z } from 'zod';
import { readCheckpoint } from '#database/pages/checkpoint.ts';
import { countTasks, listTasks } from '#database/pages/task-list.ts';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { TaskList } from '#components/task/task-list.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Choices } from '#components/ui/choices.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { openIndex } from './_server/index-database.ts';
import { readTaskItems } from './_server/task-items.ts';

export const metadata: Metadata = { title: { absolute: 'Tasks · Zarathustra' } };

const PAGE_SIZE = 50;

const FILTERS = [
  { value: 'all', name: 'All' },
  { value: 'open', name: 'Open' },
  { value: 'measuring', name: 'Measuring' },
  { value: 'closing', name: 'Settling' },
  { value: 'ended', name: 'Ended' },
] as const;

const ORDERS = [
  { value: 'newest', name: 'Newest' },
  { value: 'bounty', name: 'Bounty' },
  { value: 'deadline', name: 'Deadline' },
  { value: 'activity', name: 'Activity' },
] as const;

/** What the address asks for; what it asks for wrongly is left at the default. */
const viewSchema = z.object({
  show: z.enum(['all', 'open', 'measuring', 'closing', 'ended']).catch('all'),
  order: z.enum(['newest', 'bounty', 'deadline', 'activity']).catch('newest'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

type View = z.infer<typeof viewSchema>;

export default async function TasksPage({ searchParams }: PageProps<'/'>) {
  const view = viewSchema.parse(await searchParams);
  const database = await openIndex();
  const now = Math.floor(Date.now() / 1000);
  const [counts, entries, checkpoint] = await Promise.all([
    countTasks(database, { now }),
    listTasks(database, {
      filter: view.show,
      order: view.order,
      now,
      skip: (view.page - 1) * PAGE_SIZE,
      take: PAGE_SIZE,
    }),
    readCheckpoint(database),
  ]);
  const tasks = await readTaskItems(database, entries);
  const pageCount = Math.max(1, Math.ceil(counts[view.show] / PAGE_SIZE));

  return (
    <>
      <LiveRefresh subject={{ kind: 'everything' }} />
      <PageTitle title="Tasks">
        <p>
          Models that their owners want improved. A better one is paid the share of the bounty that it earns.
        </p>
      </PageTitle>
      {counts.all === 0 ? (
        <NoTasks isIndexEmpty={checkpoint === undefined} />
      ) : (
        <>
          <div className="mb-5 flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
            <Choices
              label="Which tasks"
              choices={FILTERS.map(({ value, name }) => ({
                name,
                count: counts[value],
                href: addressOf({ ...view, show: value, page: 1 }),
                isChosen: view.show === value,
              }))}
            />
            <div className="flex items-center gap-2">
              <span aria-hidden className="text-small text-ink-3">
                Order
              </span>
              <Choices
                label="Order"
                choices={ORDERS.map(({ value, name }) => ({
                  name,
                  href: addressOf({ ...view, order: value, page: 1 }),
                  isChosen: view.order === value,
                }))}
              />
            </div>
          </div>
          {tasks.length === 0 ? (
            <EmptyState
              title="No task is in this state"
              action={<ButtonLink href="/">Show all tasks</ButtonLink>}
            >
              Tasks move from measuring to open, then to settling and ended; this list follows by itself.
            </EmptyState>
          ) : (
            <TaskList tasks={tasks} now={now} />
          )}
          {pageCount > 1 ? <Pages view={view} pageCount={pageCount} /> : null}
        </>
      )}
    </>
  );
}

function NoTasks({ isIndexEmpty }: { isIndexEmpty: boolean }) {
  return isIndexEmpty ? (
    <EmptyState
      title="The index is still empty"
      action={<ButtonLink href="/network">Look at the network</ButtonLink>}
    >
      No block has been read yet. An operator’s node fills the index; this page shows its tasks as soon as it
      does.
    </EmptyState>
  ) : (
    <EmptyState title="No task yet" action={<ButtonLink href="/network">Look at the network</ButtonLink>}>
      Nobody has asked for an improvement so far. A task appears here in the moment in which its owner creates
      it.
    </EmptyState>
  );
}

function Pages({ view, pageCount }: { view: View; pageCount: number }) {
  return (
    <nav aria-label="Pages" className="mt-6 flex items-center justify-between gap-4 text-small">
      {view.page > 1 ? (
        <ButtonLink href={addressOf({ ...view, page: view.page - 1 })}>Previous</ButtonLink>
      ) : (
        <span />
      )}
      <span className="text-ink-3">
        Page {view.page} of {pageCount}
      </span>
      {view.page < pageCount ? (
        <ButtonLink href={addressOf({ ...view, page: view.page + 1 })}>Next</ButtonLink>
      ) : (
        <span />
      )}
    </nav>
  );
}

function addressOf(view: View): string {
  const parameters = new URLSearchParams();
  if (view.show !== 'all') parameters.set('show', view.show);
  if (view.order !== 'newest') parameters.set('order', view.order);
  if (view.page !== 1) parameters.set('page', String(view.page));
  const query = parameters.toString();
  return query === '' ? '/' : `/?${query}`;
}
