/** Scores are fixed-point integers: 1e18 stands for a score of 1. */
export const SCORE_ONE = 10n ** 18n;

/** Basis points of a whole. */
export const BASIS_POINTS = 10_000n;

/** The two scores of one round, on the same data, in `[0, SCORE_ONE]`. */
export type RoundScores = {
  champion: bigint;
  /** 0 when a baseline is measured, which nobody challenges. */
  challenger: bigint;
};
