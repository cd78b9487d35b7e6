import * as chains from 'viem/chains';
import type { MarketplaceChain } from '#hooks/wallet/chain-context.tsx';
import { readConfiguration } from './configuration.ts';

const ETHER = { name: 'Ether', symbol: 'ETH', decimals: 18 } as const;

/** The chain as browsers are told of it; `undefined` where this server only shows the index. */
export function readMarketplaceChain(): MarketplaceChain | undefined {
  const { deployment, browser } = readConfiguration();
  if (deployment === undefined || browser.rpcUrl === undefined) return undefined;
  const { developmentAccounts } = browser;
  const known = Object.values(chains).find(({ id }) => id === deployment.chainId);
  return {
    deployment,
    name: developmentAccounts.length > 0 ? 'the local chain' : (known?.name ?? `chain ${deployment.chainId}`),
    nativeCurrency: known?.nativeCurrency ?? ETHER,
    rpcUrl: browser.rpcUrl,
    explorerUrl: browser.explorerUrl ?? known?.blockExplorers?.default.url,
    walletConnectProjectId: browser.walletConnectProjectId,
    developmentAccounts,
  };
}
