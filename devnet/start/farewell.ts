import { formatEther } from 'viem';
import { getBalance } from '#sdk/token/get-balance.ts';
import type { ReadClient } from '#sdk/client.ts';
import { LOCAL_MNEMONIC, type LocalAccounts } from '../accounts.ts';
import { LOCAL_CHAIN_ID } from '../chain.ts';

/** What a person needs who sees the marketplace run: where it is, who has money, and what to do next. */
export async function describeMarketplace(parameters: {
  webUrl: string | undefined;
  rpcUrl: string;
  accounts: LocalAccounts;
  client: ReadClient;
  directory: string;
  hasAgent: boolean;
}): Promise<string[]> {
  const { webUrl, rpcUrl, accounts, client, directory, hasAgent } = parameters;
  const { token, modelSubmission } = client.deployment.contracts;
  const people = [
    { role: 'owner', account: accounts.owner },
    ...accounts.optimizers.map((account, index) => ({ role: `optimizer ${index + 1}`, account })),
  ];
  const agent = accounts.optimizers.at(-1);
  const rows = await Promise.all(
    people.map(async ({ role, account }) => {
      const balance = await getBalance(client, { token, account: account.address });
      const note = hasAgent && account === agent ? '  (the agent)' : '';
      return `  ${role.padEnd(12)} ${account.address}  ${formatEther(balance)} ZTT${note}`;
    }),
  );
  return [
    '',
    ...(webUrl ? [`  The marketplace is at ${webUrl}`] : []),
    `  The chain is at ${rpcUrl} (chain ${LOCAL_CHAIN_ID}, contract ${modelSubmission})`,
    `  Everything is kept in ${directory}`,
    '',
    '  Development accounts, for a wallet: the phrase is',
    `  "${LOCAL_MNEMONIC}"`,
    ...rows,
    '',
    '  Next:',
    webUrl
      ? `  1. Open ${webUrl}, then the x² task: its page improves the network and submits it.`
      : '  1. Look at the chain with the SDK: docs/sdk.md.',
    '  2. Train better parameters and submit them: examples/x-squared/README.md.',
    hasAgent
      ? '  3. Publish a task of your own: docs/evaluation.md says what it takes.'
      : '  3. Start with npm start -- --agent, and an optimizer keeps competing.',
    '',
    '  Ctrl-C stops everything; npm start goes on from here.',
  ];
}
