'use client';

import { type ReactNode, createContext, useContext } from 'react';
import type { Address } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { Deployment } from '#protocol/deployment.ts';

/** The chain that the marketplace stands on, as a browser reaches it. */
export type MarketplaceChain = {
  deployment: Deployment;
  name: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
  /** Where browsers reach the chain. */
  rpcUrl: string;
  /** Base URL of a block explorer, without a slash at its end. */
  explorerUrl: string | undefined;
  /** Without it, WalletConnect is not offered. */
  walletConnectProjectId: string | undefined;
  /** Accounts that a local chain signs for; empty on every other chain. */
  developmentAccounts: readonly Address[];
};

/** The server was not told where the chain and the contracts are, so nothing can be signed. */
export class ChainNotConfiguredError extends BaseError {
  override name = 'ChainNotConfiguredError';
  constructor() {
    super('This server shows the marketplace, but was not told where its chain is.', {
      metaMessages: ['Whoever runs it sets RPC_URL and DEPLOYMENT, and starts it again.'],
      docsPath: 'configuration.md#web',
    });
  }
}

const ChainContext = createContext<MarketplaceChain | undefined>(undefined);

export function ChainProvider({
  chain,
  children,
}: {
  chain: MarketplaceChain | undefined;
  children: ReactNode;
}) {
  return <ChainContext value={chain}>{children}</ChainContext>;
}

/** The chain, or `undefined` where the server only shows the index. */
export function useMarketplaceChain(): MarketplaceChain | undefined {
  return useContext(ChainContext);
}

/** The chain, for what makes no sense without one. @throws {ChainNotConfiguredError} */
export function useRequiredChain(): MarketplaceChain {
  const chain = useContext(ChainContext);
  if (chain === undefined) throw new ChainNotConfiguredError();
  return chain;
}
