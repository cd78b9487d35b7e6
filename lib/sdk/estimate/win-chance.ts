import { middleInterval } from './interval.ts';
import { type EstimateParameters, simulateVerdicts } from './simulate-verdicts.ts';

export type EstimateWinChanceReturnType = {
  /** The probability, from 0 to 1, that a submission of the candidate comes out as `Improved`. */
  chance: number;
  /** Nine times out of ten the probability lies in here; more measured rounds make it narrower. */
  low: number;
  high: number;
};

/**
 * How likely a candidate is to win against the champion: to pass the deciding rounds and gain on the pricing ones.
 *
 * @throws {TooFewRoundsError}
 *
 * @example
 * const { chance, low, high } = estimateWinChance({ rounds, terms });
 */
export function estimateWinChance(parameters: EstimateParameters): EstimateWinChanceReturnType {
  const chances = simulateVerdicts(parameters).map(
    ({ improvements, verdicts }) => improvements.length / verdicts,
  );
  const chance = chances.reduce((sum, each) => sum + each, 0) / chances.length;
  return { chance, ...middleInterval(chances) };
}
