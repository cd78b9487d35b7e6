import type { Tone } from '#components/ui/state-mark.tsx';
import type { SubmissionStatus } from '#sdk/statuses.ts';

/** A submission's state in a word and a sentence. */
export type SubmissionState = { name: string; tone: Tone; explanation: string };

/** What each state means; `isBaseline` for the owner's initial parameters. */
export function describeSubmission(parameters: {
  status: SubmissionStatus;
  /** Whether the seed block is mined. */
  isSeedMined: boolean;
  isBaseline: boolean;
}): SubmissionState {
  const { status, isSeedMined, isBaseline } = parameters;
  switch (status) {
    case 'Committed':
      return {
        name: 'Committed',
        tone: 'waiting',
        explanation: 'The optimizer has bound itself to its parameters without showing them.',
      };
    case 'Revealed':
      return isSeedMined
        ? {
            name: 'Evaluating',
            tone: 'preparing',
            explanation: isBaseline
              ? 'The operators measure the initial parameters, each by itself, on data drawn from the seed.'
              : 'The operators run champion and challenger on the same data, each by itself.',
          }
        : {
            name: 'Waiting for the seed',
            tone: 'waiting',
            explanation: 'The data of the evaluation is drawn from a block that is not mined yet.',
          };
    case 'Baseline':
      return {
        name: 'Baseline',
        tone: 'done',
        explanation: 'The initial parameters were measured and leave room for improvement.',
      };
    case 'Improved':
      return {
        name: 'Improved',
        tone: 'won',
        explanation: 'It beat the champion, took its place, and was paid for the gap that it closed.',
      };
    case 'NotImproved':
      return {
        name: 'Not improved',
        tone: 'neutral',
        explanation:
          'It did not beat the champion by enough. The bond went to the operators’ fee and the treasury.',
      };
    case 'Invalid':
      return {
        name: 'Invalid',
        tone: 'fault',
        explanation:
          'The parameters do not fit the architecture. The bond went to the operators’ fee and the treasury.',
      };
    case 'Unavailable':
      return {
        name: 'Unavailable',
        tone: 'fault',
        explanation:
          'No operator held the parameters when the seed block was mined, so that there was nothing to evaluate. The bond went to the treasury.',
      };
    case 'NotRevealed':
      return {
        name: 'Not revealed',
        tone: 'fault',
        explanation:
          'The parameters were not revealed within the reveal window. The bond went to the treasury.',
      };
    case 'Expired':
      return {
        name: 'Expired',
        tone: 'neutral',
        explanation: 'The operators did not judge it in time. The whole bond went back to the optimizer.',
      };
  }
}
