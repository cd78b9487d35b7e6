import { type LocalAccount, parseEther } from 'viem';
import type { WriteClient } from '#sdk/client.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import type { LocalAccounts } from '../accounts.ts';

const OWNER_FUNDS = parseEther('5000');
const OPTIMIZER_FUNDS = parseEther('500');

/** Lets the owner, the optimizers and the visitors draw test tokens, those that have none at all. */
export async function fundAccounts(parameters: {
  accounts: LocalAccounts;
  clientOf: (account: LocalAccount) => WriteClient;
}): Promise<{ block: bigint | undefined; gas: bigint | undefined }> {
  const { accounts, clientOf } = parameters;
  const receipts = await Promise.all(
    [accounts.owner, ...accounts.optimizers, ...accounts.visitors].map(async (account) => {
      const amount = account === accounts.owner ? OWNER_FUNDS : OPTIMIZER_FUNDS;
      return drawIfBelow(clientOf(account), { least: 1n, amount });
    }),
  );
  const sent = receipts.flat();
  if (sent.length === 0) return { block: undefined, gas: undefined };
  return {
    block: sent.at(-1)?.blockNumber,
    gas: sent.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
  };
}

/** Draws `amount` test tokens when the account has less than `least`. @returns The receipt, if it drew. */
export async function drawIfBelow(client: WriteClient, { least, amount }: { least: bigint; amount: bigint }) {
  const { token } = client.deployment.contracts;
  const balance = await getBalance(client, { token, account: client.walletClient.account.address });
  return balance < least ? [(await requestTokens(client, { amount })).receipt] : [];
}
