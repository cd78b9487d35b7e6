import { SCORE_ONE } from '#protocol/verdict/scores.ts';

const DRAWN_DECIMALS = 1_000_000_000;

/** A score, 1e18 = 1, as a number: for drawing only. */
export function toDrawable(score: bigint): number {
  return Number((score * BigInt(DRAWN_DECIMALS)) / SCORE_ONE) / DRAWN_DECIMALS;
}
