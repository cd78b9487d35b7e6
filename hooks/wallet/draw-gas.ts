import { type Address, createWalletClient, http, parseEther } from 'viem';
import type { WriteClient } from '#sdk/client.ts';
import { attempt } from '#sdk/transaction/transact.ts';
import type { MarketplaceChain } from './chain-context.tsx';

const LEAST_GAS = parseEther('1');
const GAS = parseEther('10');

/** On a local chain: an account that has next to nothing for gas gets some from a development account. */
export async function drawGas(
  { publicClient }: WriteClient,
  { account, chain }: { account: Address; chain: MarketplaceChain },
): Promise<void> {
  const [giver] = chain.developmentAccounts.filter((candidate) => candidate !== account);
  if (giver === undefined || (await publicClient.getBalance({ address: account })) >= LEAST_GAS) return;
  const wallet = createWalletClient({ account: giver, transport: http(chain.rpcUrl) });
  await attempt({ action: 'draw gas', account: giver }, async () => {
    const hash = await wallet.sendTransaction({ to: account, value: GAS, chain: null });
    await publicClient.waitForTransactionReceipt({ hash });
  });
}
