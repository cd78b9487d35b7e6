import type { Hex } from 'viem';

/** What a verdict is about: a submission, the seed of its data, and the champion that it is compared with. */
export type EvaluationKey = {
  submissionId: bigint;
  /** 32 bytes, lower case. */
  seed: Hex;
  /** The submission itself when it is a baseline. */
  championId: bigint;
};

/** The key alone, out of anything that contains it. */
export function toEvaluationKey({ submissionId, seed, championId }: EvaluationKey): EvaluationKey {
  return { submissionId, seed, championId };
}

/** The key as text, for logs and job names. */
export function printEvaluationKey({ submissionId, seed, championId }: EvaluationKey): string {
  return `${submissionId}:${seed}:${championId}`;
}
