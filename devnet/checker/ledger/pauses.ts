import { FLOWS, type Flow } from '#sdk/statuses.ts';

/** When each flow was paused, from the events. */
export type Pauses = {
  pause(parameters: { flow: number; start: bigint; end: bigint }): void;
  resume(parameters: { flow: number; blockNumber: bigint }): void;
  /** Blocks from `since` on, before `until`, in which the flow was paused. */
  pausedBlocks(parameters: { flow: Flow; since: bigint; until: bigint }): bigint;
};

export function createPauses(): Pauses {
  const pauses: { flow: Flow | undefined; start: bigint; end: bigint }[] = [];
  return {
    pause: ({ flow, start, end }) => void pauses.push({ flow: FLOWS[flow], start, end }),
    resume({ flow, blockNumber }) {
      const last = pauses.findLast((pause) => pause.flow === FLOWS[flow]);
      if (last) last.end = blockNumber;
    },
    pausedBlocks: ({ flow, since, until }) =>
      pauses
        .filter((pause) => pause.flow === flow)
        .map(({ start, end }) => (end < until ? end : until) - (start > since ? start : since))
        .filter((blocks) => blocks > 0n)
        .reduce((sum, blocks) => sum + blocks, 0n),
  };
}
