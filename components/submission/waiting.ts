import type { SubmissionProgress } from '#protocol/http/progress.ts';

/** What a submission that is not settled waits for, and when that ends by itself. */
export type Waiting = {
  /** What it waits for, a sentence. */
  waitsFor: string;
  /** Whether what it waits for comes with the last block, or at the latest. */
  isExact: boolean;
  /** The block that it waits for, or the last one of the wait; `undefined` while that is not known. */
  lastBlock: number | undefined;
  /** When that block comes, Unix seconds, estimated. */
  lastTime: number | undefined;
  /** What happens then, a sentence. */
  thenWhat: string;
};

/** What is known of a submission. */
export type WaitingParameters = {
  progress: SubmissionProgress;
  isBaseline: boolean;
  /** Unsettled submissions that were committed earlier. */
  ahead: number;
};

/** `undefined` when nothing can happen to the submission any more. */
export function describeWaiting({ progress, isBaseline, ahead }: WaitingParameters): Waiting | undefined {
  const { phase } = progress;
  if (phase === 'ended') return undefined;
  const lastBlock = progress.untilBlock ?? undefined;
  const common = { isExact: phase === 'seed', lastBlock, lastTime: progress.untilTime ?? undefined };
  switch (phase) {
    case 'reveal':
      return {
        ...common,
        waitsFor: 'It waits for the optimizer: the parameters are uploaded, then revealed.',
        thenWhat: 'After that anyone can end it, and the bond is forfeited to the treasury.',
      };
    case 'seed':
      return {
        ...common,
        waitsFor: 'It waits for the block whose randomness seeds the data.',
        thenWhat: 'Then the operators evaluate it.',
      };
    case 'claim':
      return {
        ...common,
        waitsFor: 'It is evaluated here, and waits for the elected operator to claim its verdict.',
        thenWhat: 'After that another operator is elected.',
      };
    case 'evaluation':
    case 'signatures':
    case 'posting':
      return {
        ...common,
        waitsFor: `${describeEvaluation(progress)}${describeQueue(ahead)}`,
        thenWhat: describeEnd({ isBaseline, lastBlock }),
      };
  }
}

function describeEvaluation({ phase, rounds, attesters, isAbstained }: SubmissionProgress): string {
  if (phase === 'signatures') {
    return `Its verdict is claimed, and waits for the others’ signatures: ${attesters.signed} of ${attesters.total} operators have signed.`;
  }
  if (phase === 'posting') {
    return `Enough operators have signed, ${attesters.signed} of ${attesters.total}: the verdict goes to the chain.`;
  }
  if (isAbstained) {
    return 'The operator of this server could not evaluate it, and so hears of no signatures; it waits for the others.';
  }
  return rounds.finished === 0
    ? 'It waits for the operators: each evaluates it by itself, and an elected one claims first.'
    : `The operators evaluate it, each by itself: ${rounds.finished} of ${rounds.total} rounds are done here.`;
}

function describeQueue(ahead: number): string {
  if (ahead === 0) return '';
  const before = ahead === 1 ? 'one submission that was' : `${ahead} submissions that were`;
  return ` If it is an improvement, it settles after ${before} committed earlier.`;
}

function describeEnd({ isBaseline, lastBlock }: { isBaseline: boolean; lastBlock: number | undefined }) {
  if (isBaseline) return 'After that anyone can end the task, and the bounty goes back to the owner.';
  return lastBlock === undefined
    ? 'The operators’ time starts to run when it is its turn; nothing can be lost by waiting.'
    : 'After that anyone can end it, and the whole bond goes back: a failure of the operators costs nothing.';
}
