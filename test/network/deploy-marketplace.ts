import { type LocalAccount, type PublicClient, createPublicClient, createWalletClient } from 'viem';
import { foundry } from 'viem/chains';
import { localAccounts } from '#devnet/accounts.ts';
import { localTransport } from '#devnet/chain/transport.ts';
import { deployContracts } from '#devnet/deployment/deploy.ts';
import { localParameters } from '#devnet/deployment/networks/local.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { WriteClient } from '#sdk/client.ts';

const POLLING_MS = 100;

/** Deploys the contracts to a local chain. @returns Where they are, and clients for its accounts. */
export async function deployMarketplace(rpcUrl: string): Promise<{
  publicClient: PublicClient;
  deployment: Deployment;
  clientOf: (account: LocalAccount) => WriteClient;
}> {
  const { governor, treasury } = localAccounts();
  const transport = localTransport(rpcUrl);
  const publicClient = createPublicClient({
    chain: foundry,
    transport,
    pollingInterval: POLLING_MS,
    cacheTime: 0,
  });
  const walletOf = (account: LocalAccount) => createWalletClient({ account, chain: foundry, transport });
  const deployment = await deployContracts({
    walletClient: walletOf(governor),
    publicClient,
    parameters: localParameters({ treasury: treasury.address }),
  });
  return {
    publicClient,
    deployment,
    clientOf: (account) => ({ publicClient, walletClient: walletOf(account), deployment }),
  };
}
