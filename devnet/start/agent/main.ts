/** The optimizer of `npm start -- --agent`: `node devnet/start/agent/main.ts settings.json`, until SIGTERM. */
import { readFile } from 'node:fs/promises';
import { createPublicClient, createWalletClient } from 'viem';
import { foundry } from 'viem/chains';
import { z } from 'zod';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { deploymentSchema } from '#protocol/deployment.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { localTransport } from '../../chain/transport.ts';
import { localAccounts } from '../../accounts.ts';
import { compete } from './compete.ts';
import { openDraftFolder } from './draft-folder.ts';

const settingsSchema = z.object({ folder: z.string(), rpcUrl: z.url(), deployment: deploymentSchema });
const POLLING_INTERVAL_MS = 250;

async function main(): Promise<void> {
  const { folder, rpcUrl, deployment } = settingsSchema.parse(
    JSON.parse(await readFile(z.string().parse(process.argv[2]), 'utf8')),
  );
  const account = localAccounts().optimizers.at(-1);
  if (!account) throw new RangeError('there is no account for the agent');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const transport = localTransport(rpcUrl);
  const evaluator = await createEvaluator();
  try {
    await compete({
      client: {
        deployment,
        publicClient: createPublicClient({
          chain: foundry,
          transport,
          pollingInterval: POLLING_INTERVAL_MS,
          cacheTime: 0,
        }),
        walletClient: createWalletClient({ account, chain: foundry, transport }),
      },
      evaluator,
      drafts: openDraftFolder(folder),
      tell: (sentence) => console.log(`The agent ${sentence}`),
      signal: stopping.signal,
    });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    await evaluator.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof BaseError ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
