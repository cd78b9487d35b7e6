import type { Address } from 'viem';
import type { WriteClient } from '#sdk/client.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import type { MarketplaceChain } from '../wallet/chain-context.tsx';
import { drawGas } from '../wallet/draw-gas.ts';

/** On a local chain: an account that cannot pay an amount draws it, and gas, from the faucet. Elsewhere nothing. */
export async function provideFunds(
  client: WriteClient,
  { chain, token, amount }: { chain: MarketplaceChain; token: Address; amount: bigint },
): Promise<void> {
  if (chain.developmentAccounts.length === 0) return;
  const account = client.walletClient.account.address;
  await drawGas(client, { account, chain });
  // Only the deployment's own token has a faucet.
  if (token.toLowerCase() !== client.deployment.contracts.token.toLowerCase()) return;
  if ((await getBalance(client, { token, account })) < amount) await requestTokens(client, { token, amount });
}
