import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#database/client.ts';
import { readCheckpoint } from '#database/pages/checkpoint.ts';
import { readNetworkSummary } from '#database/pages/network.ts';
import { countTasks } from '#database/pages/task-list.ts';
import { answers } from './answers.ts';
import { address, amount, blockNumber, hash, moment } from './primitives.ts';

const counts = z.record(z.string(), z.int());

const networkSchema = z
  .object({
    block: z
      .object({ number: blockNumber, hash, timestamp: moment })
      .nullable()
      .openapi({ description: 'Where the index stands; null: it is empty.' }),
    taskCounts: counts.openapi({ description: 'By what `show` of `/tasks` lists.' }),
    submissionCounts: counts.openapi({ description: 'By state, baselines left out.' }),
    operatorCount: z.int(),
    totalPower: amount,
    tokens: z.array(z.object({ token: address, pool: amount, paid: amount, feesPaid: amount })),
  })
  .openapi('Network');

export const readNetworkRoute = createRoute({
  method: 'get',
  path: '/network',
  summary: 'The network',
  description: 'Counts and sums over the whole index.',
  responses: answers(networkSchema, 'The network in numbers.', []),
});

export async function answerNetwork(database: Database): Promise<z.input<typeof networkSchema>> {
  const [checkpoint, summary, taskCounts] = await Promise.all([
    readCheckpoint(database),
    readNetworkSummary(database),
    countTasks(database, { now: Math.floor(Date.now() / 1000) }),
  ]);
  return {
    block: checkpoint
      ? {
          number: Number(checkpoint.blockNumber),
          hash: checkpoint.blockHash,
          timestamp: checkpoint.timestamp,
        }
      : null,
    taskCounts,
    submissionCounts: summary.submissionCounts,
    operatorCount: summary.operatorCount,
    totalPower: summary.totalPower.toString(),
    tokens: summary.tokens.map(({ token, pool, paid, feesPaid }) => ({
      token,
      pool: pool.toString(),
      paid: paid.toString(),
      feesPaid: feesPaid.toString(),
    })),
  };
}
