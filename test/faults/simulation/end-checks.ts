import { pino } from 'pino';
import { expect } from 'vitest';
import { type Database, createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { checkCircuit } from '#devnet/checker/check-circuit.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { getGateways } from '#sdk/content/get-gateways.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { poll } from '#sdk/polling/poll.ts';
import { createIndexer } from '#worker/indexer/indexer.ts';
import { dumpIndex } from '../../tables.ts';
import { countEvidence, countOpenJobs, countOpenTransactions } from '../steps.ts';
import type { SimulationStack } from './stack.ts';

const PATIENCE_MS = 240_000;
const POLL_INTERVAL_MS = 200;

/** Expects that every submission of the task ended once: with one verdict, or expired without any. */
export async function expectOneEndEach(stack: SimulationStack): Promise<void> {
  const client = stack.clientOf(localAccounts().governor);
  const { deployment, publicClient } = client;
  const { submissionCount } = await getTask(client, { taskId: stack.taskId });
  const eventsOf = (eventName: 'SubmissionSettled' | 'SubmissionExpired') =>
    publicClient.getContractEvents({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      eventName,
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    });
  const expected = Array.from({ length: submissionCount }, (_, index) =>
    toSubmissionId({ taskId: stack.taskId, index }),
  );
  // A chain that was killed may have lost an end that was there: it comes again.
  for (const submissionId of expected) {
    await waitForSubmission(client, { submissionId, intervalMs: POLL_INTERVAL_MS, timeoutMs: PATIENCE_MS });
  }
  const ends = [...(await eventsOf('SubmissionSettled')), ...(await eventsOf('SubmissionExpired'))];
  expect(ends.map(({ args }) => args.submissionId).sort()).toEqual(expected);
  for (const submissionId of expected) {
    const { status } = await getSubmission(client, { submissionId });
    expect(['Baseline', 'Improved', 'NotImproved', 'Expired']).toContain(status);
  }
}

/** Expects that no operator has anything left to do, and none of them accuses another. */
export async function expectNothingLeft(stack: SimulationStack): Promise<void> {
  const databaseUrls = stack.operators.map(({ databaseUrl }) => databaseUrl);
  const wait = (awaited: string, count: (urls: readonly string[]) => Promise<number>) =>
    poll({
      awaited,
      intervalMs: POLL_INTERVAL_MS,
      timeoutMs: PATIENCE_MS,
      read: () => count(databaseUrls),
      until: (left) => left === 0,
    });
  await wait('The end of every job', countOpenJobs);
  await wait('The end of every transaction', countOpenTransactions);
  expect(await countEvidence(databaseUrls)).toBe(0);
}

/** Expects that an independent recomputation from the chain's logs agrees with every verdict, payment and balance. */
export async function expectExactBalances(stack: SimulationStack): Promise<void> {
  const client = stack.clientOf(localAccounts().governor);
  const { findings } = await checkCircuit({
    rpcUrl: stack.chain.rpcUrl,
    deployment: stack.deployment,
    gateways: await getGateways(client),
  });
  expect(findings.map(String)).toEqual([]);
}

/** Waits until every operator's index has reached the block that is the newest now. */
export async function waitForIndexes(stack: SimulationStack): Promise<void> {
  const head = await stack.clientOf(localAccounts().governor).publicClient.getBlockNumber();
  await eachDatabase(stack, (database, name) =>
    poll({
      awaited: `The index of ${name} at block ${head}`,
      intervalMs: POLL_INTERVAL_MS,
      timeoutMs: PATIENCE_MS,
      read: async () =>
        (await database.prisma.indexedBlock.aggregate({ _max: { number: true } }))._max.number,
      until: (number) => number !== null && number >= head,
    }),
  );
}

/** Expects that every table of every operator's index equals that of a fresh index of the chain. */
export async function expectFreshIndexes(stack: SimulationStack): Promise<void> {
  const url = await stack.postgres.createDatabaseFor('fresh_index');
  await applyMigrations({ url });
  const database = createDatabase({ url });
  try {
    await indexWhole(stack, database);
    const fresh = await dumpIndex(database);
    expect(fresh['submissions']?.length).toBeGreaterThan(0);
    await eachDatabase(stack, async (own, name) => {
      expect({ name, index: await dumpIndex(own) }).toEqual({ name, index: fresh });
    });
  } finally {
    await database.close();
  }
}

async function indexWhole(stack: SimulationStack, database: Database): Promise<void> {
  const { publicClient } = stack.clientOf(localAccounts().governor);
  const head = await publicClient.getBlockNumber();
  const done = new AbortController();
  await createIndexer({
    publicClient,
    database,
    deployment: stack.deployment,
    logger: pino({ level: 'silent' }),
    signal: done.signal,
    onBlock: ({ number }) => {
      if (number >= head) done.abort();
    },
  }).run();
}

async function eachDatabase(
  { operators }: SimulationStack,
  run: (database: Database, name: string) => Promise<unknown>,
): Promise<void> {
  for (const { databaseUrl, name } of operators) {
    const database = createDatabase({ url: databaseUrl });
    try {
      await run(database, name);
    } finally {
      await database.close();
    }
  }
}
