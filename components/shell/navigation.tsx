'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const PLACES = [
  { href: '/', name: 'Tasks', isHere: (path: string) => path === '/' || path.startsWith('/tasks') },
  { href: '/operators', name: 'Operators', isHere: (path: string) => path.startsWith('/operators') },
  { href: '/network', name: 'Network', isHere: (path: string) => path.startsWith('/network') },
] as const;

/** The places of the app; the one that the page belongs to is underlined on the ruler. */
export function Navigation() {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex h-full gap-4 text-small sm:gap-6">
        {PLACES.map(({ href, name, isHere }) => (
          <li key={href} className="flex">
            <Link
              href={href}
              prefetch={false}
              aria-current={isHere(path) ? 'page' : undefined}
              className="relative flex items-center text-ink-2 hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:after:absolute aria-[current=page]:after:inset-x-0 aria-[current=page]:after:-bottom-px aria-[current=page]:after:h-0.5 aria-[current=page]:after:bg-champion"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
