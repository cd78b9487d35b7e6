import Link from 'next/link';

/** One of several views of a page, each with an address of its own. */
export type Choice = { href: string; name: string; count?: number; isChosen: boolean };

/** Views to choose from, as links. */
export function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ul className="flex flex-wrap gap-x-1 gap-y-1 text-small">
        {choices.map(({ href, name, count, isChosen }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              scroll={false}
              aria-current={isChosen ? 'true' : undefined}
              className="inline-flex min-h-8 items-center gap-1.5 rounded-md border border-transparent px-2.5 text-ink-2 hover:bg-well aria-[current=true]:border-rule-strong aria-[current=true]:bg-sheet aria-[current=true]:font-medium aria-[current=true]:text-ink"
            >
              {name}
              {count === undefined ? null : <span className="font-normal text-ink-3">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
