import { Fact, Facts } from '#components/ui/facts.tsx';
import { Term } from '#components/ui/term.tsx';
import { Amount } from '#components/value/amount.tsx';
import { formatChance } from '#components/value/format-chance.ts';
import { computeEconomics } from '#hooks/wizard/economics.ts';
import type { ParsedTerms } from '#hooks/wizard/parse-terms.ts';
import type { TaskCost } from '#protocol/task/cost.ts';

/** The terms in plain words: what they pay, what they keep away, and what leaves the wallet. */
export function TermsEconomics({ parsed, cost }: { parsed: ParsedTerms; cost: TaskCost | undefined }) {
  const { terms, token, problems } = parsed;
  if (!terms || problems.rounds || problems.requiredWins) {
    return <p className="text-small text-ink-3">It is told here once every number can be read.</p>;
  }
  const { tenth, smallest, bond, luck, spammersLoss } = computeEconomics(terms);
  return (
    <div className="grid gap-4">
      <Facts>
        <Fact name="Closing 10 % of the gap pays">
          <Amount amount={tenth} token={token} />
        </Fact>
        <Fact name="The smallest improvement pays">
          <Amount amount={smallest} token={token} />
        </Fact>
        <Fact
          name={
            <Term meaning="What a submitter puts down: the operators’ fee, and your bond or the fair odds of a lucky pass, whichever is more. An improvement gets it back in full.">
              A try puts at stake
            </Term>
          }
        >
          <Amount amount={bond} token={token} />
        </Fact>
        <Fact
          name={
            <Term
              meaning={`How often a model that is no better wins at least ${terms.requiredWins} of ${terms.rounds} rounds by luck.`}
            >
              A model no better passes
            </Term>
          }
        >
          {formatChance(luck)}
        </Fact>
        <Fact
          name={
            <Term meaning="Counted at worst: as if each lucky pass were paid the whole bounty. In truth it is paid by further rounds that did not decide, in which a model that is no better gains nothing on average.">
              A lucky spammer loses, a try
            </Term>
          }
        >
          <Amount amount={spammersLoss} token={token} />
        </Fact>
      </Facts>
      {spammersLoss <= 0n ? (
        <p className="text-small text-challenger">
          At worst, trying one’s luck would pay. Ask for more wins, more rounds, or a higher bond.
        </p>
      ) : null}
      {cost ? (
        <Facts>
          <Fact name="Bounty">
            <Amount amount={cost.bounty} token={token} />
          </Fact>
          <Fact name={<Term meaning="To the treasury, once.">Creation fee</Term>}>
            <Amount amount={cost.creationFee} token={token} />
          </Fact>
          <Fact
            name={
              <Term meaning="To the operators, for keeping the bundle: each begun mebibyte.">
                Storage fee
              </Term>
            }
          >
            <Amount amount={cost.storageFee} token={token} />
          </Fact>
          <Fact name={<span className="font-medium text-ink">Leaves your wallet</span>}>
            <span className="font-medium">
              <Amount amount={cost.total} token={token} />
            </span>
          </Fact>
        </Facts>
      ) : null}
    </div>
  );
}
