import type { Logger } from 'pino';
import type { Hex, PublicClient } from 'viem';
import type { Database } from '#database/client.ts';
import type { ChainEvent, IndexedContracts } from '#database/projections/events.ts';
import {
  type BlockRef,
  CheckpointMovedError,
  type IndexWriter,
  openIndexWriter,
} from '#database/projections/index-writer.ts';
import { type ChainSource, createChainSource } from './chain-source.ts';
import { isPassing } from './errors.ts';
import { pause } from '../timing/pause.ts';

/** The index has reached this block. */
export type AppliedBlock = {
  number: bigint;
  hash: Hex;
  /** Unix seconds. */
  timestamp: bigint;
  /** What happened since the block applied before, in the chain's order. */
  events: readonly ChainEvent[];
};

/** The chain was reorganised: what was applied above `fork` is undone. */
export type Reorganisation = {
  from: BlockRef;
  /** `undefined`: nothing of what was applied is left. */
  fork: BlockRef | undefined;
};

export type IndexerParameters = {
  publicClient: PublicClient;
  /** Migrated. */
  database: Database;
  deployment: {
    chainId: number;
    /** The first block that can hold a log of the contracts. */
    startBlock: number;
    contracts: IndexedContracts;
  };
  logger: Logger;
  /** Ends the indexer; what is applied stays applied. */
  signal: AbortSignal;
  /** Called after each applied block; while catching up, after each batch of blocks. Must not throw. */
  onBlock?: ((block: AppliedBlock) => void) | undefined;
  /** Called after a reorganisation was undone, before its blocks are applied. Must not throw. */
  onReorganisation?: ((reorganisation: Reorganisation) => void) | undefined;
  /** How often the head is looked at. */
  pollingIntervalMs?: number | undefined;
};

/** Follows a chain into the index. */
export type Indexer = {
  /**
   * Catches up, then follows the head until the signal. Waits, with growing pauses, while the RPC server or the
   * database is away.
   *
   * @throws {OtherDeploymentError} and what waiting does not heal.
   */
  run(): Promise<void>;
};

const DEFAULT_POLLING_INTERVAL_MS = 200;
/** This near to the head, blocks are read one by one and by hash, for there they may be replaced. */
const LIVE_DISTANCE_BLOCKS = 16n;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** Makes an indexer of the contracts of one deployment; `run` starts it. */
export function createIndexer(parameters: IndexerParameters): Indexer {
  const { publicClient, database, deployment, logger, signal, onBlock, onReorganisation } = parameters;
  const { pollingIntervalMs = DEFAULT_POLLING_INTERVAL_MS } = parameters;
  const { chainId, contracts } = deployment;
  const startBlock = BigInt(deployment.startBlock);
  const source = createChainSource({ publicClient, addresses: Object.values(pickContracts(contracts)) });

  async function follow(writer: IndexWriter): Promise<void> {
    let checkpoint = await writer.readCheckpoint();
    if (checkpoint) announce(checkpoint, []);
    let ahead: { head: BlockRef; step: Promise<Step> } | undefined;
    while (!signal.aborted) {
      const head = ahead?.head ?? (await source.readHead());
      const step = await (ahead?.step ?? nextStep({ source, writer, checkpoint, head, startBlock }));
      ahead = undefined;
      if (step.kind === 'wait') {
        await pause(pollingIntervalMs, signal);
      } else if (step.kind === 'revert') {
        checkpoint = await revert(writer, step.from);
      } else {
        const startedMs = performance.now();
        if (isLongAgo(step.to.number + 1n, head)) {
          // The chain is read on while the database writes: what is read counts only if the index gets to `step.to`.
          const next = nextStep({ source, writer, checkpoint: step.to, head, startBlock });
          next.catch(() => undefined);
          ahead = { head, step: next };
        }
        const events = await writer.apply({ from: checkpoint, to: step.to, logs: step.logs });
        checkpoint = step.to;
        logger.debug(
          {
            block: step.to.number.toString(),
            behind: (head.number - step.to.number).toString(),
            events: events.length,
            durationMs: Math.round(performance.now() - startedMs),
          },
          'indexed',
        );
        announce(step.to, events);
      }
    }
  }

  async function revert(writer: IndexWriter, from: BlockRef): Promise<BlockRef | undefined> {
    const fork = await findFork(source, writer, from);
    await writer.revert({ from, to: fork });
    logger.warn(
      { from: from.number.toString(), fork: fork?.number.toString() ?? 'start' },
      'the chain was reorganised; the index went back to the fork',
    );
    onReorganisation?.({ from, fork });
    return fork;
  }

  function announce({ number, hash, timestamp }: BlockRef, events: readonly ChainEvent[]): void {
    onBlock?.({ number, hash, timestamp, events });
  }

  return {
    run: async () => {
      let pauseMs = FIRST_PAUSE_MS;
      let writer: IndexWriter | undefined;
      while (!signal.aborted) {
        const startedMs = performance.now();
        try {
          writer ??= await openIndexWriter(database, { chainId, contracts: pickContracts(contracts) });
          await follow(writer);
        } catch (error) {
          if (!isPassing(error)) throw error;
          // Whatever ran for longer than the longest pause had recovered from what came before.
          if (performance.now() - startedMs > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
          if (error instanceof CheckpointMovedError) continue;
          logger.warn({ err: error, pauseMs }, 'indexing failed and is tried again');
          await pause(pauseMs, signal);
          pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        }
      }
    },
  };
}

type Step =
  | { kind: 'wait' }
  | { kind: 'revert'; from: BlockRef }
  | { kind: 'apply'; to: BlockRef; logs: Parameters<IndexWriter['apply']>[0]['logs'] };

/** What to do about the chain as it is, from where the index stands. */
async function nextStep(parameters: {
  source: ChainSource;
  writer: IndexWriter;
  checkpoint: BlockRef | undefined;
  head: BlockRef;
  startBlock: bigint;
}): Promise<Step> {
  const { source, writer, checkpoint, head, startBlock } = parameters;
  if (checkpoint && head.number <= checkpoint.number) {
    const known = head.number === checkpoint.number ? checkpoint : await knownAt(writer, head.number);
    // A server that lags behind shows an older part of the same chain: nothing to undo.
    return known && known.hash !== head.hash ? { kind: 'revert', from: checkpoint } : { kind: 'wait' };
  }
  const first = checkpoint ? checkpoint.number + 1n : startBlock;
  if (head.number < first) return { kind: 'wait' };

  // The start is applied by itself, so that there is always a low block to compare the chain with.
  const isLive = checkpoint === undefined || !isLongAgo(first, head);
  if (isLive) {
    const block = first === head.number ? head : await source.readBlock(first);
    if (!block) return { kind: 'wait' };
    if (checkpoint && block.parentHash !== checkpoint.hash) return { kind: 'revert', from: checkpoint };
    return { kind: 'apply', to: block, logs: await source.readLogsOf(block) };
  }
  const beginning = await source.readBlock(first);
  if (!beginning) return { kind: 'wait' };
  if (beginning.parentHash !== checkpoint.hash) return { kind: 'revert', from: checkpoint };
  const { last, logs } = await source.readLogsFrom({ from: first, to: head.number - LIVE_DISTANCE_BLOCKS });
  return { kind: 'apply', to: last, logs };
}

/** Whether a block is so far behind the head that it is read together with others. */
function isLongAgo(number: bigint, head: BlockRef): boolean {
  return head.number - number >= LIVE_DISTANCE_BLOCKS;
}

/** The block of this number, if the index stood at it. */
async function knownAt(writer: IndexWriter, number: bigint): Promise<BlockRef | undefined> {
  const known = await writer.readCheckpointBelow(number + 1n);
  return known?.number === number ? known : undefined;
}

/** The highest block at which the index stood that is still on the chain. */
async function findFork(
  source: ChainSource,
  writer: IndexWriter,
  from: BlockRef,
): Promise<BlockRef | undefined> {
  let candidate = await writer.readCheckpointBelow(from.number);
  while (candidate && (await source.readBlock(candidate.number))?.hash !== candidate.hash) {
    candidate = await writer.readCheckpointBelow(candidate.number);
  }
  return candidate;
}

/** A deployment names more contracts than are indexed. */
function pickContracts(contracts: IndexedContracts): IndexedContracts {
  const { modelSubmission, attestationCenter, operatorRegistry, avsGovernance } = contracts;
  return { modelSubmission, attestationCenter, operatorRegistry, avsGovernance };
}
