import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve } from '@hono/node-server';
import { type Address, createPublicClient, createWalletClient } from 'viem';
import { localTransport } from '#devnet/chain/transport.ts';
import { createGateway } from '#api/gateway/create-gateway.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { startChain } from '#devnet/chain.ts';
import { deployContracts } from '#devnet/deployment/deploy.ts';
import { localParameters } from '#devnet/deployment/networks/local.ts';
import { LOOPBACK, findFreePort } from '#devnet/ports.ts';
import type { ImportedContent } from '#protocol/content/unixfs.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { openDiskStore } from '#storage/disk/open-disk-store.ts';

/** What the web app reads besides its index: a chain with the contracts, and an operator's gateway. */
export type WebSurroundings = {
  rpcUrl: string;
  /** The file that names the contracts; an app that is told of it offers the wallet. */
  deploymentFile: string;
  /** What bounties are paid in. */
  token: Address;
  gatewayUrl: string;
  hold(contents: readonly ImportedContent[]): Promise<void>;
  stop(): Promise<void>;
};

export async function startWebSurroundings(): Promise<WebSurroundings> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-web-'));
  const chain = await startChain();
  const deployment = await deploy(chain.rpcUrl);
  const deploymentFile = path.join(directory, 'deployment.json');
  await writeFile(deploymentFile, JSON.stringify(deployment));
  const contentStore = await openDiskStore({ directory: path.join(directory, 'blocks') });
  const port = await findFreePort();
  const server = serve({ fetch: createGateway({ contentStore }).fetch, hostname: LOOPBACK, port });
  return {
    rpcUrl: chain.rpcUrl,
    deploymentFile,
    token: deployment.contracts.token,
    gatewayUrl: `http://${LOOPBACK}:${port}`,
    hold: async (contents) => {
      for (const { root, blocks } of contents) await contentStore.put({ root, blocks, maxBytes: 1 << 20 });
    },
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await contentStore.close();
      await chain.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function deploy(rpcUrl: string): Promise<Deployment> {
  const transport = localTransport(rpcUrl);
  const pollingInterval = 50;
  const { governor, treasury } = localAccounts();
  return deployContracts({
    walletClient: createWalletClient({ transport, account: governor, pollingInterval }),
    publicClient: createPublicClient({ transport, pollingInterval }),
    parameters: localParameters({ treasury: treasury.address }),
  });
}
