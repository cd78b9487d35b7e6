import { describe, expect, test } from 'vitest';
import { useTestDatabase } from '../../../test/database.ts';
import { TEST_CONTRACTS, blockHash, emitted } from '../../../test/event-logs.ts';
import { type MarketSimulation, simulateMarket, simulatedAccount } from '../../../test/market-simulation.ts';
import { seededRandom } from '../../../test/random.ts';
import { dumpIndex } from '../../../test/tables.ts';
import { type Database, createDatabase } from '../client.ts';
import type { EventLog } from './events.ts';
import {
  type BlockRef,
  CheckpointMovedError,
  type IndexWriter,
  OtherDeploymentError,
  openIndexWriter,
} from './index-writer.ts';

const DEPLOYMENT = { chainId: 31_337, contracts: TEST_CONTRACTS };

type SimulatedBlock = { ref: BlockRef; logs: EventLog[] };

/** Further blocks of a market, with up to three transactions each. */
function mine(parameters: {
  market: MarketSimulation;
  parent: BlockRef | undefined;
  count: number;
  branch: string;
}): SimulatedBlock[] {
  const { market, count, branch } = parameters;
  let { parent } = parameters;
  return Array.from({ length: count }, () => {
    const number = (parent?.number ?? 0n) + 1n;
    const ref: BlockRef = {
      number,
      hash: blockHash(number, branch),
      parentHash: parent?.hash ?? blockHash(0n, 'genesis'),
      timestamp: number * 12n,
    };
    parent = ref;
    const emissions = Array.from({ length: Number(number % 4n) }, () => market.step());
    const logs = emissions.flatMap((transaction, transactionIndex) =>
      transaction.map((log) => ({ ...log, transactionIndex })),
    );
    return {
      ref,
      logs: logs.map((log, logIndex) => ({
        ...log,
        logIndex,
        blockNumber: number,
        blockHash: ref.hash,
        timestamp: ref.timestamp,
        transactionHash: blockHash(number, `${branch} ${log.transactionIndex}`),
      })),
    };
  });
}

/** Applies blocks in batches of random size. */
async function applyAll(parameters: {
  writer: IndexWriter;
  from: BlockRef | undefined;
  blocks: readonly SimulatedBlock[];
  seed: number;
}): Promise<BlockRef | undefined> {
  const { writer, blocks, seed } = parameters;
  const random = seededRandom(seed);
  let { from } = parameters;
  for (let start = 0; start < blocks.length;) {
    const batch = blocks.slice(start, start + 1 + random.integer(6));
    const to = batch.at(-1)?.ref;
    if (!to) break;
    await writer.apply({ from, to, logs: batch.flatMap(({ logs }) => logs) });
    from = to;
    start += batch.length;
  }
  return from;
}

async function indexFresh(database: Database, blocks: readonly SimulatedBlock[]): Promise<void> {
  const writer = await openIndexWriter(database, DEPLOYMENT);
  await applyAll({ writer, from: undefined, blocks, seed: 99 });
}

describe('openIndexWriter', () => {
  const straight = useTestDatabase();
  const bent = useTestDatabase();

  test('behavior: after reorganisations every table equals that of a fresh index of the new chain', async () => {
    const seed = 7;
    const market = simulateMarket(seed);
    const common = mine({ market, parent: undefined, count: 120, branch: 'common' });
    const branching = common.at(-1)?.ref;
    const fork = market.fork(seed + 1);
    const abandoned = mine({ market, parent: branching, count: 60, branch: 'abandoned' });
    const adopted = mine({ market: fork, parent: branching, count: 90, branch: 'adopted' });

    const writer = await openIndexWriter(bent(), DEPLOYMENT);
    const atFork = await applyAll({ writer, from: undefined, blocks: common, seed: 1 });
    const abandonedHead = await applyAll({ writer, from: atFork, blocks: abandoned, seed: 2 });
    if (!abandonedHead) throw new Error('Nothing was applied.');
    await writer.revert({ from: abandonedHead, to: atFork });
    await applyAll({ writer, from: atFork, blocks: adopted, seed: 3 });

    await indexFresh(straight(), [...common, ...adopted]);
    const expected = await dumpIndex(straight());
    expect(await dumpIndex(bent())).toEqual(expected);
    // What is compared is worth comparing.
    for (const [table, rows] of Object.entries(expected)) expect(rows, table).not.toHaveLength(0);
  });

  test('behavior: going back before everything leaves nothing', async () => {
    const writer = await openIndexWriter(bent(), DEPLOYMENT);
    const from = await writer.readCheckpoint();
    if (!from) throw new Error('The test before this one leaves an index.');
    await writer.revert({ from, to: undefined });
    const dump = await dumpIndex(bent());
    for (const [table, rows] of Object.entries(dump)) expect(rows, table).toEqual([]);
    expect(await writer.readCheckpoint()).toBeUndefined();
  });

  test('behavior: an index by an earlier version of the projections is computed anew when it is opened', async () => {
    const before = await dumpIndex(straight());
    const { prisma } = straight();
    await prisma.task.updateMany({ data: { pool: 1, status: 'Void' } });
    await prisma.indexedDeployment.updateMany({ data: { projectionsVersion: 0 } });
    await openIndexWriter(straight(), DEPLOYMENT);
    expect(await dumpIndex(straight())).toEqual(before);
  });

  test('behavior: of two processes that apply the same block one succeeds, the other is told', async () => {
    const database = bent();
    const other = createDatabase({ url: database.url });
    const writers = [await openIndexWriter(database, DEPLOYMENT), await openIndexWriter(other, DEPLOYMENT)];
    const [block] = mine({ market: simulateMarket(1), parent: undefined, count: 1, branch: 'race' });
    if (!block) throw new Error('No block was mined.');
    const results = await Promise.allSettled(
      writers.map((writer) => writer.apply({ from: undefined, to: block.ref, logs: block.logs })),
    );
    await other.close();
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [failure] = results.filter((result) => result.status === 'rejected');
    expect(failure?.reason).toBeInstanceOf(CheckpointMovedError);
  });

  test('behavior: the index of other contracts is refused', async () => {
    const contracts = { ...TEST_CONTRACTS, modelSubmission: simulatedAccount(77) };
    await expect(openIndexWriter(bent(), { chainId: 31_337, contracts })).rejects.toThrow(
      OtherDeploymentError,
    );
  });

  test('behavior: a log that this version does not know is kept and changes nothing', async () => {
    const writer = await openIndexWriter(bent(), DEPLOYMENT);
    const from = await writer.readCheckpoint();
    if (!from) throw new Error('The tests before this one leave an index.');
    const to: BlockRef = {
      number: from.number + 1n,
      hash: blockHash(from.number + 1n, 'unknown'),
      parentHash: from.hash,
      timestamp: from.timestamp + 12n,
    };
    const { address, data } = emitted('modelSubmission.TaskVoided', { taskId: 1 });
    const log = { address, data, topics: [blockHash(0n, 'NewEvent()')], logIndex: 0, transactionIndex: 0 };
    const position = { blockNumber: to.number, blockHash: to.hash, timestamp: to.timestamp };
    const transactionHash = blockHash(0n, 'transaction');
    expect(await writer.apply({ from, to, logs: [{ ...log, ...position, transactionHash }] })).toEqual([]);
    expect(await bent().prisma.indexedEvent.count({ where: { name: '' } })).toBe(1);
  });
});
