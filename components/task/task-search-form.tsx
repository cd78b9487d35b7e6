import { Search } from 'lucide-react';
import Form from 'next/form';

/** Finds tasks by words, a number or an owner; works before the page's scripts do. */
export function TaskSearchForm({ text, show, order }: { text: string; show: string; order: string }) {
  return (
    <Form action="/" role="search" className="flex max-w-xl gap-2">
      {show === 'all' ? null : <input type="hidden" name="show" value={show} />}
      {order === 'newest' ? null : <input type="hidden" name="order" value={order} />}
      <label className="relative min-w-0 grow">
        <span className="sr-only">Search tasks</span>
        <Search
          aria-hidden
          className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-3"
          strokeWidth={1.75}
        />
        <input
          key={text}
          type="search"
          name="search"
          defaultValue={text}
          maxLength={200}
          placeholder="Title, tag, description, number or owner"
          className="h-9 w-full rounded-md border border-rule-strong bg-sheet pr-3 pl-9 text-small placeholder:text-ink-3"
        />
      </label>
      <button
        type="submit"
        className="inline-flex h-9 cursor-pointer items-center rounded-md border border-rule-strong bg-sheet px-3.5 text-small font-medium hover:border-ink-3 hover:bg-well"
      >
        Search
      </button>
    </Form>
  );
}
