import type { Metadata } from 'next';
import { type OperatorEntry, listOperators } from '#database/pages/operators.ts';
import { listSlashings } from '#database/pages/slashings.ts';
import { listTokens } from '#database/pages/tokens.ts';
import { OperatorTable } from '#components/operator/operator-table.tsx';
import { OwnOperatorSlot } from '#components/operator/own-operator-slot.tsx';
import { SlashingTable } from '#components/operator/slashing-table.tsx';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { Term } from '#components/ui/term.tsx';
import { readConfiguration } from '../_server/configuration.ts';
import { readEarnedFees } from '../_server/earned-fees.ts';
import { openIndex } from '../_server/index-database.ts';
import { readTokens } from '../_server/tokens.ts';

export const metadata: Metadata = { title: 'Operators' };

export default async function OperatorsPage() {
  const database = await openIndex();
  const [operators, tokens, slashings] = await Promise.all([
    listOperators(database),
    listTokens(database),
    listSlashings(database),
  ]);
  const stakeTokenAddress = readConfiguration().deployment?.contracts.stakeToken;
  const [tokenOf, earned] = await Promise.all([
    readTokens(stakeTokenAddress === undefined ? tokens : [...tokens, stakeTokenAddress]),
    readEarnedFees({ accounts: operators.map(({ account }) => account), tokens }),
  ]);
  const feesOf = ({ account, claimedFees }: OperatorEntry) =>
    tokens
      .map((address) => ({
        token: tokenOf(address),
        amount:
          (claimedFees.find(({ token }) => token === address)?.amount ?? 0n) +
          (earned?.find((fees) => fees.account === account && fees.token === address)?.amount ?? 0n),
      }))
      .filter(({ amount }) => amount > 0n);
  return (
    <>
      <LiveRefresh subject={{ kind: 'everything' }} />
      <PageTitle title="Operators">
        <p>
          They evaluate every submission, each by itself, and sign what they found. A verdict stands when more
          than two thirds of the voting power signed the same.
        </p>
      </PageTitle>
      {operators.length === 0 ? (
        <EmptyState
          title="Nobody operates yet"
          action={<ButtonLink href="/network">Look at the network</ButtonLink>}
        >
          Without operators no task can open. An operator registers a key and a stake with AVS governance, and
          is in the set from the next epoch on.
        </EmptyState>
      ) : (
        <div className="grid gap-10">
          <div className="min-w-0">
            <OperatorTable
              operators={operators.map((operator) => ({
                ...operator,
                fees: feesOf(operator),
              }))}
              stakeToken={tokenOf(stakeTokenAddress ?? '')}
            />
            {earned === undefined ? (
              <p className="mt-3 text-small text-ink-3">
                Of the fees, what the operators have taken out is shown; the chain, which knows the rest, did
                not answer.
              </p>
            ) : null}
          </div>
          <Section
            title="Slashings"
            note={
              <Term meaning="An operator that signs two different verdicts on the same evaluation, or claims one that is not the verdict that stands, loses part of its stake to whoever proves it on the chain.">
                What gets one slashed
              </Term>
            }
          >
            {slashings.length === 0 ? (
              <EmptyState title="Nobody was slashed">
                No operator has been shown to sign two verdicts on one evaluation, or to claim a false one.
              </EmptyState>
            ) : (
              <SlashingTable rows={slashings} stakeToken={tokenOf(stakeTokenAddress ?? '')} />
            )}
          </Section>
        </div>
      )}
      <div className="mt-10">
        <OwnOperatorSlot />
      </div>
    </>
  );
}
