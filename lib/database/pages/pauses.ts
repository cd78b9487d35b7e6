import { decodeEventLog } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { Database } from '../client.ts';
import { readHex } from '../operator/hex.ts';

/** The flows whose pauses make submissions wait; the values are those of the Solidity enum `Flow`. */
const FLOWS = { reveal: 3, verdict: 4 } as const;

export type PausableWait = keyof typeof FLOWS;

/** How long the marketplace was paused. */
export type Pauses = {
  /** The blocks from `since` on, before `before`, in which a flow was paused: by so many its windows are longer. */
  pausedBlocks(parameters: { wait: PausableWait; since: bigint; before: bigint }): bigint;
};

/** Does not run in the blocks from `start` on, before `end`. */
type Pause = { flow: number; start: bigint; end: bigint };

/** Reads all pauses of the marketplace's flows from the index. There are few: a flow runs as long as it was paused. */
export async function readPauses({ prisma }: Database): Promise<Pauses> {
  const rows = await prisma.indexedEvent.findMany({
    where: { name: { in: ['modelSubmission.FlowPaused', 'modelSubmission.FlowResumed'] } },
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    select: { topics: true, data: true, blockNumber: true },
  });
  const pauses: Pause[] = [];
  for (const { topics, data, blockNumber } of rows) {
    const [selector, ...indexed] = topics.map(readHex);
    if (selector === undefined) continue;
    const event = decodeEventLog({
      abi: modelSubmissionAbi,
      topics: [selector, ...indexed],
      data: readHex(data),
    });
    if (event.eventName === 'FlowPaused') {
      pauses.push({ flow: event.args.flow, start: blockNumber, end: BigInt(event.args.endBlock) });
    }
    if (event.eventName === 'FlowResumed') {
      const last = pauses.findLast(({ flow }) => flow === event.args.flow);
      if (last) last.end = blockNumber;
    }
  }
  return {
    pausedBlocks: ({ wait, since, before }) =>
      pauses
        .filter(({ flow }) => flow === FLOWS[wait])
        .map(({ start, end }) => smaller(end, before) - larger(start, since))
        .reduce((sum, blocks) => sum + larger(blocks, 0n), 0n),
  };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
