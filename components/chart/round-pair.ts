/** The scores of one round, 1e18 = 1. */
export type RoundPair = { champion: bigint; challenger: bigint; isWon: boolean };
