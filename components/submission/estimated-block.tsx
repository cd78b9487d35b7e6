import { groupThousands } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';

/** The head of the index, and how fast blocks come. */
export type BlockClock = {
  headBlock: bigint;
  /** Of the head, Unix seconds. */
  headTimestamp: number;
  /** Seconds from block to block, on average; `undefined` when it is not known. */
  blockSeconds: number | undefined;
};

/** A coming block with an estimate of its time. */
export function EstimatedBlock({ block, clock }: { block: bigint; clock: BlockClock }) {
  const { headBlock, headTimestamp, blockSeconds } = clock;
  const isKnown = blockSeconds !== undefined && block > headBlock;
  return (
    <ComingBlock
      block={block}
      at={isKnown ? Math.round(headTimestamp + Number(block - headBlock) * blockSeconds) : undefined}
    />
  );
}

/** A coming block with its estimated time, Unix seconds, where that is known. */
export function ComingBlock({ block, at }: { block: bigint; at: number | undefined }) {
  return (
    <span className="whitespace-nowrap">
      block {groupThousands(block)}
      {at === undefined ? null : (
        <span className="text-ink-3">
          {' '}
          (≈ <Moment at={at} />)
        </span>
      )}
    </span>
  );
}
