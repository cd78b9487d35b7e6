import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve } from '@hono/node-server';
import { type Address, createPublicClient, createWalletClient, encodeDeployData } from 'viem';
import { localTransport } from '#devnet/chain/transport.ts';
import { createGateway } from '#api/gateway/create-gateway.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { startChain } from '#devnet/chain.ts';
import { readBytecode } from '#devnet/deployment/bytecode.ts';
import { LOOPBACK, findFreePort } from '#devnet/ports.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import type { ImportedContent } from '#protocol/content/unixfs.ts';
import { openDiskStore } from '#storage/disk/open-disk-store.ts';

/** What the web app reads besides its index: a chain with a token, and an operator's gateway. */
export type WebSurroundings = {
  rpcUrl: string;
  token: Address;
  gatewayUrl: string;
  hold(contents: readonly ImportedContent[]): Promise<void>;
  stop(): Promise<void>;
};

export async function startWebSurroundings(): Promise<WebSurroundings> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-web-'));
  const chain = await startChain();
  const contentStore = await openDiskStore({ directory: path.join(directory, 'blocks') });
  const port = await findFreePort();
  const server = serve({ fetch: createGateway({ contentStore }).fetch, hostname: LOOPBACK, port });
  return {
    rpcUrl: chain.rpcUrl,
    token: await deployToken(chain.rpcUrl),
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

async function deployToken(rpcUrl: string): Promise<Address> {
  const transport = localTransport(rpcUrl);
  const publicClient = createPublicClient({ transport, pollingInterval: 50 });
  const walletClient = createWalletClient({ transport, account: localAccounts().governor });
  const data = encodeDeployData({
    abi: testTokenAbi,
    bytecode: await readBytecode('TestToken'),
    args: ['Zarathustra test token', 'ZTT'],
  });
  const hash = await walletClient.sendTransaction({ data, chain: null });
  const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error('The token was not deployed.');
  return contractAddress;
}
