/**
 * Indexes a history with this project's indexer, in a process of its own as Ponder's is: the settings come as JSON on the
 * command line, `started` is printed when the chain is about to be read and `completed` when the index stands at the head.
 */
import pino from 'pino';
import { z } from 'zod';
import { createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { deploymentSchema } from '#protocol/deployment.ts';
import { connectChain } from '#worker/chain/connection.ts';
import { createIndexer } from '#worker/indexer/indexer.ts';
import { createMetrics } from '#worker/metrics/metrics.ts';

const settings = z.object({
  rpcUrl: z.url(),
  databaseUrl: z.string(),
  deployment: deploymentSchema,
  /** The newest block. */
  head: z.coerce.bigint(),
});

const { rpcUrl, databaseUrl, deployment, head } = settings.parse(JSON.parse(process.argv[2] ?? ''));
await applyMigrations({ url: databaseUrl });
const database = createDatabase({ url: databaseUrl });
const { publicClient } = await connectChain({ rpcUrls: [rpcUrl], deployment, metrics: createMetrics() });
const stopping = new AbortController();
console.log('started');
await createIndexer({
  publicClient,
  database,
  deployment,
  logger: pino({ level: 'warn' }),
  signal: stopping.signal,
  onBlock: ({ number }) => {
    if (number < head || stopping.signal.aborted) return;
    console.log('completed');
    stopping.abort();
  },
}).run();
await database.close();
