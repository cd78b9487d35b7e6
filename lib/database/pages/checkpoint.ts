import type { Database } from '../client.ts';

/** Where the index stands. */
export type Checkpoint = {
  blockNumber: bigint;
  blockHash: string;
  /** Of the block, Unix seconds. */
  timestamp: number;
};

/** The block that the index stands at; `undefined` before the first. */
export async function readCheckpoint({ prisma }: Database): Promise<Checkpoint | undefined> {
  const block = await prisma.indexedBlock.findFirst({ orderBy: { number: 'desc' } });
  if (block === null) return undefined;
  return { blockNumber: block.number, blockHash: block.hash, timestamp: Number(block.timestamp) };
}

/** Whether the index still knows a block by this hash: if not, the chain was reorganised below it. */
export async function isIndexedBlock(
  { prisma }: Database,
  { blockNumber, blockHash }: { blockNumber: bigint; blockHash: string },
): Promise<boolean> {
  const block = await prisma.indexedBlock.findUnique({ where: { number: blockNumber } });
  return block?.hash === blockHash;
}

/** What the events of some blocks are about. */
export type Subjects = {
  taskIds: number[];
  submissionIds: bigint[];
  accounts: string[];
};

/**
 * What the events after a block, up to another, are about.
 *
 * @param parameters.limit Events looked at.
 * @returns `undefined` when there are more.
 */
export async function readSubjects(
  { prisma }: Database,
  { after, upTo, limit }: { after: bigint; upTo: bigint; limit: number },
): Promise<Subjects | undefined> {
  const events = await prisma.indexedEvent.findMany({
    where: { blockNumber: { gt: after, lte: upTo } },
    select: { taskId: true, submissionId: true, account: true },
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    take: limit + 1,
  });
  if (events.length > limit) return undefined;
  return {
    taskIds: distinct(events.map(({ taskId }) => taskId)),
    submissionIds: distinct(events.map(({ submissionId }) => submissionId)),
    accounts: distinct(events.map(({ account }) => account)),
  };
}

/**
 * Seconds from one block to the next, on average over what the index has seen lately; `undefined` when it has seen
 * less than two blocks.
 */
export async function readBlockSeconds({ prisma }: Database): Promise<number | undefined> {
  const blocks = await prisma.indexedBlock.findMany({
    select: { number: true, timestamp: true },
    orderBy: { number: 'desc' },
    take: SAMPLED_BLOCKS,
  });
  const newest = blocks[0];
  const oldest = blocks.at(-1);
  if (newest === undefined || oldest === undefined || newest.number === oldest.number) return undefined;
  return Number(newest.timestamp - oldest.timestamp) / Number(newest.number - oldest.number);
}

const SAMPLED_BLOCKS = 64;

function distinct<Value>(values: readonly (Value | null)[]): Value[] {
  return [...new Set(values)].filter((value) => value !== null);
}
