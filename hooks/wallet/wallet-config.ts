import { connectorsForWallets } from '@rainbow-me/rainbowkit';
import type { Wallet } from '@rainbow-me/rainbowkit';
import { injectedWallet, walletConnectWallet } from '@rainbow-me/rainbowkit/wallets';
import { QueryClient } from '@tanstack/react-query';
import { type Address, type Chain, defineChain, http } from 'viem';
import { type Config, createConfig, createStorage } from 'wagmi';
import { reconnect } from 'wagmi/actions';
import type { MarketplaceChain } from './chain-context.tsx';
import { developmentConnector } from './development-connector.ts';
import { WALLET_STORAGE_KEY } from './remembered.ts';

/** What all parts of the page that use a wallet share. */
export type WalletConfig = { config: Config; queryClient: QueryClient };

const APP_NAME = 'Zarathustra';
const POLLING_INTERVAL_MS = 1_000;
const LOCAL_POLLING_INTERVAL_MS = 250;
/** RainbowKit asks for an id even where no wallet uses WalletConnect; nothing is sent with this one. */
const NO_PROJECT_ID = 'none';

let shared: { chain: MarketplaceChain; wallet: WalletConfig } | undefined;

/** The page's one wallet configuration; a wallet that was connected before is connected again. */
export function provideWalletConfig(chain: MarketplaceChain): WalletConfig {
  if (shared?.chain.rpcUrl === chain.rpcUrl) return shared.wallet;
  const wallet = createWalletConfig(chain);
  shared = { chain, wallet };
  void reconnect(wallet.config);
  return wallet;
}

function createWalletConfig(chain: MarketplaceChain): WalletConfig {
  const isLocal = chain.developmentAccounts.length > 0;
  const viemChain = toViemChain(chain);
  const config = createConfig({
    chains: [viemChain],
    connectors: connectorsForWallets(walletGroups(chain), {
      appName: APP_NAME,
      projectId: chain.walletConnectProjectId ?? NO_PROJECT_ID,
    }),
    transports: { [viemChain.id]: http(chain.rpcUrl) },
    // Wallets in the browser announce themselves (EIP-6963).
    multiInjectedProviderDiscovery: true,
    pollingInterval: isLocal ? LOCAL_POLLING_INTERVAL_MS : POLLING_INTERVAL_MS,
    storage: createStorage({ storage: localStorage, key: WALLET_STORAGE_KEY }),
    ssr: false,
  });
  return { config, queryClient: new QueryClient() };
}

/** The chain as viem describes it. */
export function toViemChain(chain: MarketplaceChain): Chain {
  return defineChain({
    id: chain.deployment.chainId,
    name: chain.name,
    nativeCurrency: chain.nativeCurrency,
    rpcUrls: { default: { http: [chain.rpcUrl] } },
    ...(chain.explorerUrl
      ? { blockExplorers: { default: { name: 'Explorer', url: chain.explorerUrl } } }
      : {}),
  });
}

function walletGroups(chain: MarketplaceChain) {
  const installed = {
    groupName: 'In this browser',
    wallets: [injectedWallet, ...(chain.walletConnectProjectId ? [walletConnectWallet] : [])],
  };
  if (chain.developmentAccounts.length === 0) return [installed];
  const development = {
    groupName: 'On this local chain, no extension needed',
    wallets: chain.developmentAccounts.map((account, index) => developmentWallet(chain, account, index)),
  };
  return [development, installed];
}

const DEVELOPMENT_ICON =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"%3E%3Cpath d="M6 10l4 4-4 4m7 0h9" fill="none" stroke="%23fff" stroke-width="2"/%3E%3C/svg%3E';

function developmentWallet(chain: MarketplaceChain, account: Address, index: number): () => Wallet {
  const name = `Development account ${index + 1}`;
  return () => ({
    id: `development-${account.toLowerCase()}`,
    name,
    iconUrl: DEVELOPMENT_ICON,
    iconBackground: '#255b63',
    installed: true,
    createConnector: (details) => (config) => ({
      ...developmentConnector({ account, name, rpcUrl: chain.rpcUrl })(config),
      ...details,
    }),
  });
}
