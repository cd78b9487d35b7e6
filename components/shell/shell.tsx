import Link from 'next/link';
import type { ReactNode } from 'react';
import { RevealReminderSlot } from '#components/submit/reveal-reminder-slot.tsx';
import { WalletSlot } from '#components/wallet/wallet-slot.tsx';
import { LiveStatus } from './live-status.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-md bg-ink px-3 py-2 text-small text-paper focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header>
        {/* On a phone the places stand in a row of their own. */}
        <div className="measure flex flex-wrap items-stretch justify-between gap-x-4 sm:h-13 sm:flex-nowrap">
          <div className="flex items-stretch gap-5 max-sm:contents sm:gap-9">
            <Link
              href="/"
              prefetch={false}
              className="flex h-13 items-center gap-2.5 font-semibold"
              aria-label="Zarathustra, home"
            >
              <Mark className="size-6" />
              <span className="max-sm:hidden">Zarathustra</span>
            </Link>
            <div className="flex items-stretch max-sm:order-last max-sm:h-10 max-sm:basis-full">
              <Navigation />
            </div>
          </div>
          <div className="flex h-13 items-center gap-2 sm:gap-3">
            <LiveStatus />
            <ThemeSwitch />
            <WalletSlot />
          </div>
        </div>
        <div aria-hidden className="ruler" />
      </header>
      <main id="content" tabIndex={-1} className="measure grow pt-6 pb-20 outline-none sm:pt-9">
        {children}
      </main>
      <footer className="border-t border-rule">
        <div className="measure flex flex-wrap justify-between gap-x-8 gap-y-1 py-5 text-small text-ink-3">
          <p>Improving a model pays the share of the gap that it closes.</p>
          <p>
            All numbers are read from the chain’s events;{' '}
            <Link href="/api" className="link" prefetch={false}>
              programs read them too
            </Link>
            .
          </p>
        </div>
      </footer>
      <RevealReminderSlot />
    </div>
  );
}
