import type { Hex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { Database } from '../client.ts';
import { eventReader, readEvents, removeEventsAbove, storeLogs, understandAgain } from './event-store.ts';
import type { ChainEvent, EventLog, IndexedContracts } from './events.ts';
import { projectEvents, withdrawEvents } from './project.ts';
import type { Transaction } from '../transaction.ts';

/**
 * To be raised with every change of what the projections compute: an index that another version wrote is computed
 * anew from its events when it is opened.
 */
export const PROJECTIONS_VERSION = 2;

/** A block of the chain, as far as the index needs it. */
export type BlockRef = { number: bigint; hash: Hex; parentHash: Hex; timestamp: bigint };

/** The deployment that an index is of. */
export type IndexedDeployment = { chainId: number; contracts: IndexedContracts };

/** Writes the index of one deployment. Several processes may open it; each write is checked against the others’. */
export type IndexWriter = {
  /** Where the index stands; `undefined` before the first block. */
  readCheckpoint(): Promise<BlockRef | undefined>;
  /** The highest block below `below` at which the index stood, which it can go back to. */
  readCheckpointBelow(below: bigint): Promise<BlockRef | undefined>;
  /**
   * Takes the index from one block to a later one: events, tables and checkpoint in one transaction.
   *
   * @param parameters.from Where the index stands.
   * @param parameters.to Where it then stands.
   * @param parameters.logs All logs of the contracts in between, in the chain's order.
   * @returns The logs that are understood.
   * @throws {CheckpointMovedError}
   */
  apply(parameters: {
    from: BlockRef | undefined;
    to: BlockRef;
    logs: readonly EventLog[];
  }): Promise<ChainEvent[]>;
  /**
   * Takes the index back to a block at which it stood, as if it had never gone further.
   *
   * @param parameters.from Where the index stands.
   * @param parameters.to Where it then stands; `undefined`: before everything.
   * @throws {CheckpointMovedError}
   */
  revert(parameters: { from: BlockRef; to: BlockRef | undefined }): Promise<void>;
};

/** Another process moved the index meanwhile; look where it stands and go on from there. */
export class CheckpointMovedError extends BaseError {
  override name = 'CheckpointMovedError';
  readonly isRetryable = true;
  constructor({ expected, actual }: { expected: BlockRef | undefined; actual: BlockRef | undefined }) {
    super('Another process moved the index.', {
      metaMessages: [`It was expected at ${describe(expected)} and is at ${describe(actual)}.`],
    });
  }
}

/** The database holds the index of other contracts. */
export class OtherDeploymentError extends BaseError {
  override name = 'OtherDeploymentError';
  constructor({ expected, actual }: { expected: string; actual: string }) {
    super('The database holds the index of another deployment.', {
      metaMessages: [
        `here:     ${expected}`,
        `database: ${actual}`,
        'Give this node a database of its own, or an empty one.',
      ],
      docsPath: 'database.md#the-index',
    });
  }
}

/** Key of the advisory lock under which the index is written. */
const INDEX_LOCK = 0x5a_61_72_63;
/** How far back the index keeps the blocks it stood at, to find the fork of a reorganisation. */
const KEPT_BLOCKS = 16_384n;
const PRUNING_INTERVAL_BLOCKS = 1_024n;
/** Writing a large batch, or computing the index anew, is one transaction. */
const TRANSACTION_TIMEOUT_MS = 600_000;

/**
 * Opens the index of a deployment for writing.
 *
 * @throws {OtherDeploymentError}
 */
export async function openIndexWriter(
  { prisma }: Database,
  { chainId, contracts }: IndexedDeployment,
): Promise<IndexWriter> {
  function locked<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return prisma.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${INDEX_LOCK})`;
        return work(transaction);
      },
      { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_TIMEOUT_MS },
    );
  }

  async function moving<Result>(
    from: BlockRef | undefined,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    return locked(async (transaction) => {
      const actual = await readHighest(transaction, undefined);
      if (actual?.hash !== from?.hash) throw new CheckpointMovedError({ expected: from, actual });
      return work(transaction);
    });
  }

  await locked((transaction) => adopt(transaction, { chainId, contracts }));

  return {
    readCheckpoint: () => readHighest(prisma, undefined),
    readCheckpointBelow: (below) => readHighest(prisma, below),
    apply: ({ from, to, logs }) =>
      moving(from, async (transaction) => {
        const events = await storeLogs(transaction, { logs, contracts });
        await projectEvents(transaction, events);
        await transaction.indexedBlock.create({ data: to });
        if (to.number % PRUNING_INTERVAL_BLOCKS === 0n) {
          await transaction.indexedBlock.deleteMany({ where: { number: { lt: to.number - KEPT_BLOCKS } } });
        }
        return events;
      }),
    revert: ({ from, to }) =>
      moving(from, async (transaction) => {
        const above = to?.number ?? -1n;
        const removed = await removeEventsAbove(transaction, { above, contracts });
        await withdrawEvents(transaction, {
          above,
          removed,
          readEvents: eventReader(transaction, contracts),
        });
        await transaction.indexedBlock.deleteMany({ where: { number: { gt: above } } });
      }),
  };
}

/** Checks whose index it is, and computes it anew if another version of the projections wrote it. */
async function adopt(transaction: Transaction, { chainId, contracts }: IndexedDeployment): Promise<void> {
  const text = Object.entries(contracts)
    .map(([name, address]) => `${name}=${address.toLowerCase()}`)
    .sort()
    .join(' ');
  const known = await transaction.indexedDeployment.findFirst();
  if (known && (known.chainId !== chainId || known.contracts !== text)) {
    throw new OtherDeploymentError({
      expected: `chain ${chainId} ${text}`,
      actual: `chain ${known.chainId} ${known.contracts}`,
    });
  }
  if (known?.projectionsVersion === PROJECTIONS_VERSION) return;
  if (known) await recompute(transaction, contracts);
  const row = { chainId, contracts: text, projectionsVersion: PROJECTIONS_VERSION };
  await transaction.indexedDeployment.upsert({ where: { id: 1 }, create: row, update: row });
}

async function recompute(transaction: Transaction, contracts: IndexedContracts): Promise<void> {
  await transaction.$executeRaw`
    TRUNCATE tasks, submissions, verdicts, verdict_quorums, champions, credits, claims, operator_payments,
      fee_distributions, slashings, operators, operator_sets, task_definitions, tokens`;
  await understandAgain(transaction, contracts);
  for await (const events of readEvents(transaction, contracts, undefined)) {
    await projectEvents(transaction, events);
  }
}

async function readHighest(
  client: Pick<Transaction, 'indexedBlock'>,
  below: bigint | undefined,
): Promise<BlockRef | undefined> {
  const row = await client.indexedBlock.findFirst({
    where: below === undefined ? {} : { number: { lt: below } },
    orderBy: { number: 'desc' },
  });
  if (!row) return undefined;
  // Written from values of these types.
  return { ...row, hash: row.hash as Hex, parentHash: row.parentHash as Hex };
}

function describe(block: BlockRef | undefined): string {
  return block ? `block ${block.number} (${block.hash})` : 'its beginning';
}
