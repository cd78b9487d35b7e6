'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Address } from 'viem';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Section } from '#components/ui/section.tsx';
import { Amount } from '#components/value/amount.tsx';
import { formatAmount } from '#components/value/format-amount.ts';
import { formatDuration } from '#components/value/format-time.ts';
import { Moment } from '#components/value/moment.tsx';
import { ActionButton, WalletGate } from '#components/wallet/action-button.tsx';
import { WalletProviders } from '#components/wallet/wallet-providers.tsx';
import { useNow } from '#hooks/now.tsx';
import { useAction } from '#hooks/transactions/use-action.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { claimFees } from '#sdk/operators/claim-fees.ts';
import { getOperatorAccount } from '#sdk/operators/get-operator-account.ts';
import { requestDeregistration } from '#sdk/operators/request-deregistration.ts';
import { withdrawStake } from '#sdk/operators/withdraw-stake.ts';
import { getToken } from '#sdk/token/get-token.ts';
import type { OwnAccount } from './own-account.ts';
import { RegisterOperator } from './register-operator.tsx';

/** Registering, fees, and leaving, for the connected account. */
export function OwnOperator() {
  return (
    <WalletProviders>
      <Section title="Operate">
        <Own />
      </Section>
    </WalletProviders>
  );
}

const REFRESH_MS = 5_000;

function Own() {
  const wallet = useWallet();
  return wallet.status === 'ready' ? (
    <OwnAccountPanel address={wallet.address} />
  ) : (
    <div className="grid justify-items-start gap-4">
      <p className="max-w-prose text-ink-2">
        Whoever runs a node and deposits a stake evaluates submissions, signs verdicts and earns their fees.
        Connect the account that operates, or is to.
      </p>
      <WalletGate weight="quiet">{null}</WalletGate>
    </div>
  );
}

function OwnAccountPanel({ address }: { address: Address }) {
  const { readClient } = useWallet();
  const queries = useQueryClient();
  const queryKey = ['operator', address];
  const { data, error } = useQuery({
    queryKey,
    refetchInterval: REFRESH_MS,
    queryFn: async (): Promise<OwnAccount> => {
      const account = await getOperatorAccount(readClient, { account: address });
      const [feeToken, stakeTokenInfo] = await Promise.all([
        getToken(readClient, { token: readClient.deployment.contracts.token }),
        getToken(readClient, { token: account.stakeToken }),
      ]);
      return { ...account, feeToken, stakeTokenInfo };
    },
  });
  if (error) return <Problem error={error} />;
  if (!data) return <p className="text-small text-ink-3">Reading what the chain knows of this account …</p>;
  const refresh = () => void queries.invalidateQueries({ queryKey });
  return data.status === 'None' || data.status === 'Withdrawn' ? (
    <RegisterOperator account={data} address={address} onDone={refresh} />
  ) : (
    <Registered account={data} onDone={refresh} />
  );
}

function Registered({ account, onDone }: { account: OwnAccount; onDone: () => void }) {
  const now = useNow();
  const fees = formatAmount({ amount: account.earnedFees, decimals: account.feeToken.decimals }).short;
  const claiming = useAction({
    action: `claim ${fees} ${account.feeToken.symbol} of fees`,
    run: (client, tools) => claimFees(client, { token: client.deployment.contracts.token, ...tools }),
    onDone,
  });
  const leaving = useAction({ action: 'leave the operator set', run: requestDeregistration, onDone });
  const withdrawing = useAction({ action: 'withdraw the stake', run: withdrawStake, onDone });
  const isUnbonded = account.withdrawableSince > 0 && account.withdrawableSince <= now;
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Facts>
        <Fact name="State">{STATES[account.status]}</Fact>
        <Fact name="Stake">
          <Amount amount={account.stake} token={account.stakeTokenInfo} />
        </Fact>
        <Fact name="Fees to be claimed">
          <Amount amount={account.earnedFees} token={account.feeToken} />
        </Fact>
        {account.withdrawableSince > 0 ? (
          <Fact name="Stake can be withdrawn">
            <Moment at={account.withdrawableSince} />
          </Fact>
        ) : null}
      </Facts>
      <div className="grid content-start gap-4">
        {account.earnedFees > 0n ? <ActionButton action={claiming}>Claim the fees</ActionButton> : null}
        {account.status === 'Registered' ? (
          <>
            <ActionButton action={leaving} weight="quiet">
              Leave the operator set
            </ActionButton>
            <p className="max-w-prose text-small text-ink-3">
              You leave at the next epoch. The stake answers for what was signed for{' '}
              {formatDuration(account.unbondingSeconds)} more; then it can be withdrawn.
            </p>
          </>
        ) : (
          <ActionButton action={withdrawing} disabled={!isUnbonded}>
            Withdraw the stake
          </ActionButton>
        )}
      </div>
    </div>
  );
}

const STATES: Readonly<Record<OwnAccount['status'], string>> = {
  None: 'Not registered',
  Registered: 'Registered',
  Unbonding: 'Unbonding: out of the set, the stake is still slashable',
  Withdrawn: 'Withdrawn',
  Ejected: 'Ejected by governance, or slashed',
};
