import {
  type Address,
  BlockNotFoundError,
  type GetLogsReturnType,
  type Hex,
  type PublicClient,
  getAddress,
} from 'viem';
import type { EventLog } from '#database/projections/events.ts';
import type { BlockRef } from '#database/projections/index-writer.ts';
import { ChainMovedError, isRpcFailure } from './errors.ts';

/** What the indexer reads of the chain. */
export type ChainSource = {
  /** The newest block. */
  readHead(): Promise<BlockRef>;
  /** `undefined`: the chain is not that long. */
  readBlock(number: bigint): Promise<BlockRef | undefined>;
  /** The contracts' logs of one block, whichever chain it is on. */
  readLogsOf(block: BlockRef): Promise<EventLog[]>;
  /**
   * The contracts' logs from a block on, as many blocks as the RPC server can give at once and at most up to `to`.
   *
   * @returns The logs and the last block they are of.
   */
  readLogsFrom(parameters: { from: bigint; to: bigint }): Promise<{ last: BlockRef; logs: EventLog[] }>;
};

/** Few, for they may be full of logs: an answer that is too large costs more than some small ones. */
const INITIAL_RANGE_BLOCKS = 128n;
const MAXIMUM_RANGE_BLOCKS = 50_000n;
/** A range that gave fewer logs is doubled, one that gave more than the second is halved. */
const FEW_LOGS = 2_000;
/** Some megabytes: viem reads no answer of more than ten. */
const MANY_LOGS = 6_000;
/** A server that gave less than was asked for is not asked for more again before so many answers. */
const ANSWERS_BEFORE_GROWING = 16;
/** Blocks whose timestamps are asked for at once, where the server does not give them with the logs. */
const CONCURRENT_BLOCKS = 16;

type MinedLog = GetLogsReturnType[number];

/** Reads a chain through a client, in ranges that adapt to what its server can give. */
export function createChainSource(parameters: {
  publicClient: PublicClient;
  addresses: readonly Address[];
}): ChainSource {
  const { publicClient } = parameters;
  const address = [...parameters.addresses];
  let rangeBlocks = INITIAL_RANGE_BLOCKS;
  let answersBeforeGrowing = 0;

  async function readBlock(number: bigint): Promise<BlockRef | undefined> {
    try {
      return toRef(await publicClient.getBlock({ blockNumber: number }));
    } catch (error) {
      if (error instanceof BlockNotFoundError) return undefined;
      throw error;
    }
  }

  async function requireBlock(number: bigint): Promise<BlockRef> {
    const block = await readBlock(number);
    if (!block) throw new ChainMovedError({ blockNumber: number });
    return block;
  }

  async function withTimestamps(logs: readonly MinedLog[], known: BlockRef): Promise<EventLog[]> {
    const timestamps = new Map([[known.number, known.timestamp]]);
    for (const { blockNumber, blockTimestamp } of logs) {
      if (blockTimestamp !== undefined) timestamps.set(blockNumber, blockTimestamp);
    }
    const missing = [...new Set(logs.map((log) => log.blockNumber))].filter(
      (number) => !timestamps.has(number),
    );
    for (let start = 0; start < missing.length; start += CONCURRENT_BLOCKS) {
      const blocks = await Promise.all(missing.slice(start, start + CONCURRENT_BLOCKS).map(requireBlock));
      for (const { number, timestamp } of blocks) timestamps.set(number, timestamp);
    }
    return logs.map((log) => ({
      blockNumber: log.blockNumber,
      blockHash: log.blockHash,
      timestamp: timestamps.get(log.blockNumber) ?? known.timestamp,
      transactionHash: log.transactionHash,
      transactionIndex: log.transactionIndex,
      logIndex: log.logIndex,
      address: getAddress(log.address),
      topics: log.topics,
      data: log.data,
    }));
  }

  async function readRange(from: bigint, to: bigint): Promise<{ last: BlockRef; logs: EventLog[] }> {
    const last = await requireBlock(to);
    const logs = await publicClient.getLogs({ address, fromBlock: from, toBlock: to });
    // The same block at the end before and after: in between, it was the same chain.
    const again = await requireBlock(to);
    const isForeign = (log: MinedLog): boolean => log.blockNumber === to && log.blockHash !== last.hash;
    if (again.hash !== last.hash || logs.some(isForeign)) throw new ChainMovedError({ blockNumber: to });
    return { last, logs: await withTimestamps(logs, last) };
  }

  return {
    readHead: async () => toRef(await publicClient.getBlock({ blockTag: 'latest' })),
    readBlock,
    readLogsOf: async (block) =>
      withTimestamps(await publicClient.getLogs({ address, blockHash: block.hash }), block),
    readLogsFrom: async ({ from, to }) => {
      for (;;) {
        const last = from + rangeBlocks - 1n < to ? from + rangeBlocks - 1n : to;
        try {
          const result = await readRange(from, last);
          if (result.logs.length > MANY_LOGS && rangeBlocks > 1n) rangeBlocks /= 2n;
          answersBeforeGrowing -= 1;
          if (result.logs.length < FEW_LOGS && last !== to && answersBeforeGrowing < 0) {
            rangeBlocks = atMost(rangeBlocks * 2n);
          }
          return result;
        } catch (error) {
          // Servers limit blocks, logs, bytes or seconds, each in words of its own; a smaller range meets them all.
          if (!isRpcFailure(error) || last === from) throw error;
          rangeBlocks = (last - from + 1n) / 2n;
          answersBeforeGrowing = ANSWERS_BEFORE_GROWING;
        }
      }
    },
  };
}

function atMost(blocks: bigint): bigint {
  return blocks < MAXIMUM_RANGE_BLOCKS ? blocks : MAXIMUM_RANGE_BLOCKS;
}

function toRef(block: { number: bigint; hash: Hex; parentHash: Hex; timestamp: bigint }): BlockRef {
  const { number, hash, parentHash, timestamp } = block;
  return { number, hash, parentHash, timestamp };
}
