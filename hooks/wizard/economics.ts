import { requiredBond, tailNumerator } from '#protocol/verdict/bond.ts';
import { payment } from '#protocol/verdict/rules.ts';
import type { PublishedTerms } from '#sdk/flows/task-draft.ts';

/** What terms mean for those who take part; amounts in the token’s base units. */
export type Economics = {
  /** What there is to win once the baseline was measured, which is paid from the bounty. */
  pool: bigint;
  /** What closing a tenth of the gap pays at the start. */
  tenth: bigint;
  /** What the smallest improvement that counts pays at the start. */
  smallest: bigint;
  /** What committing takes at the start. */
  bond: bigint;
  /** How often a model that is no better passes: `numerator` of `denominator` times. */
  luck: { numerator: bigint; denominator: bigint };
  /** What a try with such a model loses on average, even if every lucky pass were paid the whole pool. */
  spammersLoss: bigint;
};

/** The economics of a task in the moment in which it opens. */
export function computeEconomics(
  terms: Pick<PublishedTerms, 'bounty' | 'operatorFee' | 'bond' | 'rounds' | 'requiredWins' | 'minGapBps'>,
): Economics {
  const { bounty, operatorFee, minGapBps, rounds } = terms;
  const pool = bounty > operatorFee ? bounty - operatorFee : 0n;
  const bond = requiredBond({ pool, operatorFee, bond: terms.bond, terms });
  const share = (numerator: bigint, denominator: bigint) =>
    payment({ pool, operatorFee, numerator, denominator }).payment;
  const numerator = tailNumerator(terms);
  const denominator = 1n << BigInt(rounds);
  // Whoever passes gets the bond back, and at most the whole pool.
  const lost = bond * (denominator - numerator) - share(1n, 1n) * numerator;
  return {
    pool,
    tenth: share(1n, 10n),
    smallest: share(BigInt(minGapBps), 10_000n),
    bond,
    luck: { numerator, denominator },
    spammersLoss: lost / denominator,
  };
}
