import type { Metadata } from 'next';
import { z } from 'zod';
import { readCheckpoint } from '#database/pages/checkpoint.ts';
import { countTasks, listTasks } from '#database/pages/task-list.ts';
import { InvalidCursorError } from '#database/queries/pagination.ts';
import { parseTaskSearch } from '#database/pages/task-search.ts';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { TaskSearchForm } from '#components/task/task-search-form.tsx';
import { TaskList } from '#components/task/task-list.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Choices } from '#components/ui/choices.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { openIndex } from './_server/index-database.ts';
import { readTaskItems } from './_server/task-items.ts';

export const metadata: Metadata = { title: { absolute: 'Tasks · Zarathustra' } };

const PAGE_SIZE = 20;

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
  { value: 'deadline', name: 'Time left' },
  { value: 'activity', name: 'Submissions' },
  { value: 'improvements', name: 'Improvements' },
] as const;

/** What the address asks for; what it asks for wrongly is left at the default. */
const viewSchema = z.object({
  show: z.enum(['all', 'open', 'measuring', 'closing', 'ended']).catch('all'),
  order: z.enum(['newest', 'bounty', 'deadline', 'activity', 'improvements']).catch('newest'),
  search: z.string().trim().max(200).catch(''),
  /** Where the page begins, as the one before said; empty: with the first task. */
  after: z.string().max(100).catch(''),
});

type View = z.infer<typeof viewSchema>;

export default async function TasksPage({ searchParams }: PageProps<'/'>) {
  const view = viewSchema.parse(await searchParams);
  const database = await openIndex();
  const now = Math.floor(Date.now() / 1000);
  const search = parseTaskSearch(view.search);
  const [counts, found, checkpoint] = await Promise.all([
    countTasks(database, { now }),
    listTasksFrom(database, {
      filter: view.show,
      order: view.order,
      search,
      now,
      cursor: view.after === '' ? undefined : view.after,
      limit: PAGE_SIZE,
    }),
    readCheckpoint(database),
  ]);
  const tasks = await readTaskItems(database, found.rows);

  return (
    <>
      <LiveRefresh subject={{ kind: 'everything' }} />
      <div className="flex flex-wrap items-start justify-between gap-x-8">
        <PageTitle title="Tasks">
          <p>
            Models that their owners want improved. A better one is paid the share of the bounty that it
            earns.
          </p>
        </PageTitle>
        {counts.all === 0 ? null : (
          <ButtonLink href="/new" className="mb-7" prefetch={false}>
            New task
          </ButtonLink>
        )}
      </div>
      {counts.all === 0 ? (
        <NoTasks isIndexEmpty={checkpoint === undefined} />
      ) : (
        <>
          <div className="mb-3">
            <TaskSearchForm text={view.search} show={view.show} order={view.order} />
          </div>
          <div className="mb-5 flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
            <Choices
              label="Which tasks"
              choices={FILTERS.map(({ value, name }) => ({
                name,
                // How many of them a search finds is not counted.
                ...(search === undefined ? { count: counts[value] } : {}),
                href: addressOf({ ...view, show: value, after: '' }),
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
                  href: addressOf({ ...view, order: value, after: '' }),
                  isChosen: view.order === value,
                }))}
              />
            </div>
          </div>
          {tasks.length === 0 ? (
            <EmptyState
              title={search === undefined ? 'No task is in this state' : 'No task is like this'}
              action={<ButtonLink href="/">Show all tasks</ButtonLink>}
            >
              {search === undefined
                ? 'Tasks move from measuring to open, then to settling and ended; this list follows by itself.'
                : 'Every word has to begin a word of the title, the tags or the description. An owner’s address and a task’s number are understood too.'}
            </EmptyState>
          ) : (
            <TaskList tasks={tasks} now={now} />
          )}
          <Pages view={view} nextCursor={found.nextCursor} />
        </>
      )}
    </>
  );
}

/** An address with a place that is none begins with the first task. */
async function listTasksFrom(...parameters: Parameters<typeof listTasks>): ReturnType<typeof listTasks> {
  const [database, view] = parameters;
  try {
    return await listTasks(database, view);
  } catch (error) {
    if (error instanceof InvalidCursorError) return listTasks(database, { ...view, cursor: undefined });
    throw error;
  }
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
    <EmptyState
      title="No task yet"
      action={
        <ButtonLink weight="strong" href="/new">
          New task
        </ButtonLink>
      }
    >
      Nobody has asked for an improvement so far. A network, its parameters and code that scores them make a
      task; it appears here in the moment in which its owner creates it.
    </EmptyState>
  );
}

function Pages({ view, nextCursor }: { view: View; nextCursor: string | undefined }) {
  if (view.after === '' && nextCursor === undefined) return null;
  return (
    <nav aria-label="Pages" className="mt-6 flex items-center justify-between gap-4">
      {view.after === '' ? (
        <span />
      ) : (
        <ButtonLink href={addressOf({ ...view, after: '' })}>First tasks</ButtonLink>
      )}
      {nextCursor === undefined ? null : (
        <ButtonLink href={addressOf({ ...view, after: nextCursor })}>Next tasks</ButtonLink>
      )}
    </nav>
  );
}

function addressOf(view: View): string {
  const parameters = new URLSearchParams();
  if (view.show !== 'all') parameters.set('show', view.show);
  if (view.order !== 'newest') parameters.set('order', view.order);
  if (view.search !== '') parameters.set('search', view.search);
  if (view.after !== '') parameters.set('after', view.after);
  const query = parameters.toString();
  return query === '' ? '/' : `/?${query}`;
}
