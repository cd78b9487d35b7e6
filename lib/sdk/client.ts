import type { Account, Chain, PublicClient, Transport, WalletClient } from 'viem';
import type { Deployment } from '#protocol/deployment.ts';

/** What reading takes: a connection to the chain, and where the contracts are. */
export type ReadClient = {
  publicClient: PublicClient;
  deployment: Deployment;
};

/**
 * What writing takes besides: a wallet with the account that signs.
 *
 * @example
 * const client: WriteClient = {
 *   publicClient: createPublicClient({ transport: http(rpcUrl) }),
 *   walletClient: createWalletClient({ account: privateKeyToAccount(key), transport: http(rpcUrl) }),
 *   deployment,
 * };
 * await claim(client, { token });
 */
export type WriteClient = ReadClient & {
  walletClient: WalletClient<Transport, Chain | undefined, Account>;
};
