import { requiredBond, tailNumerator } from '#protocol/verdict/bond.ts';
import { payment } from '#protocol/verdict/rules.ts';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { Term } from '#components/ui/term.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';

const SHARES = [10n, 50n, 100n] as const;

/** What committing takes right now, and what closing a share of the gap pays. */
export function TaskEconomics(parameters: {
  task: { pool: bigint; bond: bigint; operatorFee: bigint; rounds: number; requiredWins: number };
  token: Token;
}) {
  const { task, token } = parameters;
  const { pool, operatorFee, bond, rounds, requiredWins } = task;
  const terms = { rounds, requiredWins };
  const odds = Number((tailNumerator(terms) * 1_000_000n) / (1n << BigInt(rounds))) / 10_000;
  return (
    <Facts>
      <Fact
        name={
          <Term meaning="Taken when you commit. It comes back in full with an improvement, and when the operators fail to judge in time. Otherwise it pays the operators and the treasury.">
            Bond right now
          </Term>
        }
      >
        <Amount amount={requiredBond({ pool, operatorFee, bond, terms })} token={token} />
      </Fact>
      <Fact name="of it, operators’ fee">
        <Amount amount={operatorFee} token={token} />
      </Fact>
      <Fact
        name={
          <Term
            meaning={`How often a model that is no better than the champion wins at least ${requiredWins} of ${rounds} rounds by luck. The bond costs at least as much as such a try would gain.`}
          >
            A lucky pass
          </Term>
        }
      >
        {odds.toFixed(4)} %
      </Fact>
      {SHARES.map((share) => (
        <Fact
          key={share}
          name={share === 100n ? 'Reaching the target pays' : `Closing ${share} % of the gap pays`}
        >
          <Amount
            amount={payment({ pool, operatorFee, numerator: share, denominator: 100n }).payment}
            token={token}
          />
        </Fact>
      ))}
    </Facts>
  );
}
