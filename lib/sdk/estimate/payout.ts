import { payment } from '#protocol/verdict/rules.ts';
import { middleInterval } from './interval.ts';
import { type EstimateParameters, simulateVerdicts } from './simulate-verdicts.ts';

export type EstimatePayoutParameters = EstimateParameters & {
  /** What is left of the bounty, in the token's base units, as all amounts here. */
  pool: bigint;
  operatorFee: bigint;
  /** What committing takes (`getRequiredBond`); it is lost when the submission does not win. @default 0n */
  bond?: bigint | undefined;
};

export type EstimatePayoutReturnType = {
  /** The mean payment over wins and losses; a loss is paid nothing. */
  payment: bigint;
  /** Nine times out of ten the mean payment lies in here; more measured rounds make it narrower. */
  low: bigint;
  high: bigint;
  /** The mean payment of a win; 0 when none was seen. */
  paymentOfWin: bigint;
  /** What submitting brings on average: the payment, less the bonds of losses. Negative: it costs more than it earns. */
  gain: bigint;
};

/**
 * What a submission of a candidate earns on average: `floor((pool − fee′) · g)` of every simulated improvement, by the
 * protocol's own rules.
 *
 * @throws {TooFewRoundsError}
 *
 * @example
 * const { payment, gain } = estimatePayout({ rounds, terms, pool, operatorFee, bond });
 */
export function estimatePayout(parameters: EstimatePayoutParameters): EstimatePayoutReturnType {
  const { pool, operatorFee, bond = 0n } = parameters;
  const simulated = simulateVerdicts(parameters).map(({ improvements, verdicts }) => {
    let paid = 0n;
    let gained = 0n;
    for (const share of improvements) {
      const won = payment({ pool, operatorFee, ...share });
      paid += won.payment;
      // The fee is taken from the bond first, and given back out of the pool.
      gained += won.payment + won.fee - operatorFee;
    }
    const losses = BigInt(verdicts - improvements.length);
    return { paid, gained: gained - losses * bond, wins: improvements.length, verdicts };
  });
  let [paid, gained, wins, verdicts] = [0n, 0n, 0n, 0n];
  for (const each of simulated) {
    paid += each.paid;
    gained += each.gained;
    wins += BigInt(each.wins);
    verdicts += BigInt(each.verdicts);
  }
  // The interval is one of means: shares of the pool carry it through floating point without loss that matters.
  const { low, high } = middleInterval(
    simulated.map((each) => toShare(each.paid, BigInt(each.verdicts) * pool)),
  );
  return {
    payment: paid / verdicts,
    low: fromShare(low, pool),
    high: fromShare(high, pool),
    paymentOfWin: wins === 0n ? 0n : paid / wins,
    gain: gained / verdicts,
  };
}

/** Shares are kept to nine digits. */
const SHARE_UNITS = 1_000_000_000n;

function toShare(amount: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((amount * SHARE_UNITS) / whole);
}

function fromShare(share: number, whole: bigint): bigint {
  return (whole * BigInt(share)) / SHARE_UNITS;
}
