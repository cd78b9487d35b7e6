import type { Metadata, Viewport } from 'next';
import { ThemeProvider } from 'next-themes';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';
import { HintLayer } from '#components/ui/hint-layer.tsx';
import { LiveEventsProvider } from '#hooks/live-events.tsx';
import { NowProvider } from '#hooks/now.tsx';
import { ChainProvider } from '#hooks/wallet/chain-context.tsx';
import { readMarketplaceChain } from './_server/marketplace-chain.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Zarathustra', template: '%s · Zarathustra' },
  description: 'An open marketplace for improving machine-learning models.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The time of rendering is the request's.
  await connection();
  const renderedAt = Math.floor(Date.now() / 1000);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // The theme's class is put on the element before React takes over.
    <html lang="en" suppressHydrationWarning>
      <body className="bg-paper font-sans text-ink antialiased">
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          disableTransitionOnChange
          {...(nonce === undefined ? {} : { nonce })}
        >
          <NowProvider renderedAt={renderedAt}>
            <ChainProvider chain={readMarketplaceChain()}>
              <LiveEventsProvider url="/api/events">
                <Shell>{children}</Shell>
                <HintLayer />
              </LiveEventsProvider>
            </ChainProvider>
          </NowProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
