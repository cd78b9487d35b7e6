/** What the operators found; the index is the value of the Solidity enum `Outcome`. */
export const OUTCOMES = ['None', 'Baseline', 'Improved', 'NotImproved', 'Invalid', 'Unavailable'] as const;

/**
 * - `Baseline`: the initial parameters were measured and leave room for improvement.
 * - `Improved`, `NotImproved`: the challenger was compared with the champion.
 * - `Invalid`: the parameters do not fit the architecture.
 * - `Unavailable`: the content was not held by anyone when the operators first saw the seed block.
 */
export type Outcome = Exclude<(typeof OUTCOMES)[number], 'None'>;
