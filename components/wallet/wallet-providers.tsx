'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WagmiContext } from 'wagmi';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { provideWalletConfig } from '#hooks/wallet/wallet-config.ts';

/**
 * What everything that uses the wallet stands below. Parts of the page that are loaded by themselves each have one;
 * they share one configuration, and so one connection.
 */
export function WalletProviders({ children }: { children: ReactNode }) {
  const { config, queryClient } = provideWalletConfig(useRequiredChain());
  return (
    // wagmi's own provider connects anew, or forgets the connection, whenever one is mounted: there are several here.
    <WagmiContext value={config}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </WagmiContext>
  );
}
