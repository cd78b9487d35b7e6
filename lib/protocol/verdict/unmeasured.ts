import { UNAVAILABLE_TRACE_DIGEST } from './messages.ts';
import type { Verdict } from './verdict.ts';

/** The numbers of a verdict on what could not be evaluated. */
export const NOTHING_MEASURED = {
  wins: 0,
  championDecidingSum: 0n,
  challengerDecidingSum: 0n,
  championPricingSum: 0n,
  challengerPricingSum: 0n,
} as const;

/** The verdict on content that nobody held. */
export function unavailableVerdict({
  submissionId,
  seed,
  championId,
}: Pick<Verdict, 'submissionId' | 'seed' | 'championId'>): Verdict {
  return {
    submissionId,
    seed,
    championId,
    outcome: 'Unavailable',
    ...NOTHING_MEASURED,
    traceDigest: UNAVAILABLE_TRACE_DIGEST,
  };
}
