import type { Metadata, Viewport } from 'next';
import { ThemeProvider } from 'next-themes';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';
import { CopyLayer } from '#components/ui/copy-layer.tsx';
import { HintLayer } from '#components/ui/hint-layer.tsx';
import { TermLayer } from '#components/ui/term-layer.tsx';
import { LiveEventsProvider } from '#hooks/live-events.tsx';
import { NowProvider } from '#hooks/now.tsx';
import { ChainProvider } from '#hooks/wallet/chain-context.tsx';
import { readMarketplaceChain } from './_server/marketplace-chain.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Zarathustra', template: '%s · Zarathustra' },
  description: 'An open marketplace for improving machine-learning models.',
};

/** Behind everything that a page shows. */
const PAGE_END = 'page-end';

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The time of rendering is the request's.
  await connection();
  const renderedAt = Math.floor(Date.now() / 1000);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // The theme's class is put on the element before React takes over.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Painted when it is whole: a table of which the half has come lays itself out anew with each further row. */}
        <link rel="expect" href={`#${PAGE_END}`} blocking="render" />
      </head>
      <body className="bg-paper font-sans text-ink antialiased">
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          {...(nonce === undefined ? {} : { nonce })}
        >
          <NowProvider renderedAt={renderedAt}>
            <ChainProvider chain={readMarketplaceChain()}>
              <LiveEventsProvider url="/api/events">
                <Shell>{children}</Shell>
                <HintLayer />
                <TermLayer />
                <CopyLayer />
              </LiveEventsProvider>
            </ChainProvider>
          </NowProvider>
        </ThemeProvider>
        <div id={PAGE_END} hidden />
      </body>
    </html>
  );
}
