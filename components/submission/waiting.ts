import type { SubmissionStatus } from '#sdk/statuses.ts';

/** What a submission that is not settled waits for, and when that ends by itself. */
export type Waiting = {
  /** What it waits for, a sentence. */
  waitsFor: string;
  /** The block that it waits for, where it is one. */
  nextBlock: bigint | undefined;
  /** The last block of the wait; `undefined` while that is not known. */
  lastBlock: bigint | undefined;
  /** What happens then, a sentence. */
  thenWhat: string;
};

/** What is known of a submission and its surroundings. */
export type WaitingParameters = {
  submission: {
    status: SubmissionStatus;
    index: number;
    committedBlock: bigint;
    seedBlock: bigint | null;
  };
  /** Where it stands in the task's list; `undefined` for a baseline, which is in none. */
  queue: { ahead: number; headSince: bigint | undefined } | undefined;
  championSinceBlock: bigint | null;
  headBlock: bigint;
  windows: { revealWindowBlocks: bigint; verdictWindowBlocks: bigint } | undefined;
  operatorCount: number;
  progress: { isClaimed: boolean; attesterCount: number };
};

const BOND_BACK =
  'After that anyone can end it, and the whole bond goes back: a failure of the operators costs nothing.';

/** `undefined` when nothing can happen to the submission any more. */
export function describeWaiting(parameters: WaitingParameters): Waiting | undefined {
  const { submission, windows, headBlock } = parameters;
  if (submission.status === 'Committed') {
    return {
      waitsFor: 'It waits for the optimizer: the parameters are uploaded, then revealed.',
      nextBlock: undefined,
      lastBlock: windows && submission.committedBlock + windows.revealWindowBlocks,
      thenWhat: 'After that anyone can end it, and the bond is forfeited to the treasury.',
    };
  }
  if (submission.status !== 'Revealed' || submission.seedBlock === null) return undefined;
  const lastBlock = lastVerdictBlock({ ...parameters, seedBlock: submission.seedBlock });
  const thenWhat =
    submission.index === 0
      ? 'After that anyone can end the task, and the bounty goes back to the owner.'
      : lastBlock === undefined
        ? 'The operators’ time starts to run when it is its turn; nothing can be lost by waiting.'
        : BOND_BACK;
  if (submission.seedBlock > headBlock) {
    return {
      waitsFor: 'It waits for the block whose randomness seeds the data.',
      nextBlock: submission.seedBlock,
      lastBlock,
      thenWhat,
    };
  }
  return { waitsFor: describeEvaluation(parameters), nextBlock: undefined, lastBlock, thenWhat };
}

function describeEvaluation({ queue, operatorCount, progress }: WaitingParameters): string {
  const { isClaimed, attesterCount } = progress;
  const signed = `${attesterCount} of ${operatorCount} operators have signed`;
  const evaluation =
    attesterCount > 0
      ? `It waits for the operators’ signatures: ${signed}.`
      : isClaimed
        ? 'The elected operator has claimed its verdict; it waits for the others’ signatures.'
        : 'It waits for the operators: each evaluates it by itself, and an elected one claims first.';
  if (queue === undefined || queue.ahead === 0) return evaluation;
  const before = queue.ahead === 1 ? 'one submission that was' : `${queue.ahead} submissions that were`;
  return `${evaluation} If it is an improvement, it settles after ${before} committed earlier.`;
}

/** The contract's rule: the verdict window runs from the seed, its turn, or a new champion, whichever is last. */
function lastVerdictBlock(parameters: WaitingParameters & { seedBlock: bigint }): bigint | undefined {
  const { submission, queue, championSinceBlock, windows, seedBlock } = parameters;
  if (windows === undefined) return undefined;
  if (submission.index === 0) return seedBlock + windows.verdictWindowBlocks;
  if (queue?.headSince === undefined) return undefined;
  const since = [seedBlock, queue.headSince, championSinceBlock ?? 0n].reduce((a, b) => (a > b ? a : b));
  return since + windows.verdictWindowBlocks;
}
