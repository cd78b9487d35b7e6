'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Address } from 'viem';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { RadioChoices } from '#components/ui/radio-choices.tsx';
import { Section } from '#components/ui/section.tsx';
import { Amount } from '#components/value/amount.tsx';
import { WalletGate } from '#components/wallet/action-button.tsx';
import { WalletProviders } from '#components/wallet/wallet-providers.tsx';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import type { PaymentToken } from '#hooks/wizard/conditions.ts';
import { type PublicationInput, usePublication } from '#hooks/wizard/use-publication.ts';
import type { TaskDraft } from '#sdk/flows/task-draft.ts';
import type { Payment } from '#sdk/token/allow.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { supportsPermit } from '#sdk/token/supports-permit.ts';
import { PublicationSteps } from './publication-steps.tsx';

export type PublicationPanelProps = {
  token: PaymentToken;
  /** Taken when the button is pressed; `undefined` while something is missing. */
  prepare: (() => Omit<PublicationInput, 'payment' | 'maximumTotal'>) | undefined;
  total: bigint | undefined;
  payment: Payment;
  draft: TaskDraft | undefined;
  onPayment: (payment: Payment) => void;
  keep: (draft: TaskDraft) => Promise<void>;
  /** Begins another task, after this one. */
  onAnother: () => void;
};

/** Uploads, pays, creates and follows; below providers of its own, since it is loaded when it is needed. */
export function PublicationPanel(props: PublicationPanelProps) {
  return (
    <WalletProviders>
      <Publication {...props} />
    </WalletProviders>
  );
}

function Publication({
  token,
  prepare,
  total,
  payment,
  draft,
  onPayment,
  keep,
  onAnother,
}: PublicationPanelProps) {
  const wallet = useWallet();
  const address = wallet.status === 'ready' ? wallet.address : undefined;
  const { state, progress, start, cancel } = usePublication({ draft, keep });
  const money = useMoney({ token: token.address, account: address });
  const chosen: Payment = money.takesPermits === false ? 'approve' : payment;
  const isShort = total !== undefined && money.balance !== undefined && money.balance < total;
  const isSent = draft?.taskId !== undefined || draft?.sent?.action === 'create';
  const isDone = draft?.step === 'measured';
  const isWorking = state.name === 'working';
  const isBegun = draft !== undefined || isWorking;
  const done = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isDone) done.current?.focus();
  }, [isDone]);

  const publish = () => {
    if (!prepare || total === undefined) return;
    start({ ...prepare(), payment: chosen, maximumTotal: total });
  };
  return (
    <Section title="Publish">
      <div className="grid max-w-3xl gap-6">
        {isSent || isWorking ? null : (
          <RadioChoices
            legend="How you pay"
            value={chosen}
            isDisabled={money.takesPermits === false}
            onChange={onPayment}
            choices={[
              {
                value: 'permit',
                name: 'Sign a permit',
                hint:
                  money.takesPermits === false
                    ? `${token.symbol} does not know permits.`
                    : 'A signature without gas, then one transaction. For ordinary accounts.',
              },
              {
                value: 'approve',
                name: 'Approve first',
                hint: 'Two transactions. For accounts that are contracts.',
              },
            ]}
          />
        )}
        {address && total !== undefined && money.balance !== undefined && !isSent ? (
          <p className="text-small">
            <Amount amount={total} token={token} /> of your <Amount amount={money.balance} token={token} />{' '}
            will leave the wallet.
            {isShort ? (
              <span className="block text-fault">
                <Amount amount={total - money.balance} token={token} /> are missing. On the local chain the
                faucet in the wallet’s menu gives some.
              </span>
            ) : null}
          </p>
        ) : null}
        {isBegun ? (
          <PublicationSteps draft={draft} progress={progress} payment={chosen} isWorking={isWorking} />
        ) : null}
        {isDone && draft.taskId !== undefined ? (
          <div className="grid justify-items-start gap-3">
            <h3 ref={done} tabIndex={-1} className="text-lead font-semibold outline-none">
              Task {draft.taskId}
              {progress.task ? ` is ${progress.task.status.toLowerCase()}` : ''}
            </h3>
            <p className="max-w-prose text-small text-ink-2">
              {progress.task?.status === 'Void'
                ? 'Its baseline could not be the start of anything. The bounty without the fee is credited to you: claim it on your account’s page.'
                : 'Optimizers can submit from now on. You can follow it, add to the bounty, and close it on its page.'}
            </p>
            <div className="flex flex-wrap gap-3">
              <ButtonLink weight="strong" href={`/tasks/${draft.taskId}`}>
                Go to the task
              </ButtonLink>
              <Button onClick={onAnother}>Create another task</Button>
            </div>
          </div>
        ) : draft?.taskId !== undefined ? (
          <p className="text-small text-ink-2">
            The task is created and paid. Its baseline is being measured; this page follows, and you may leave
            it.{' '}
            <a className="link" href={`/tasks/${draft.taskId}`}>
              Task {draft.taskId}
            </a>
          </p>
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            <WalletGate>
              <Button
                weight="strong"
                disabled={isWorking || (!isSent && (prepare === undefined || total === undefined || isShort))}
                onClick={publish}
              >
                {isWorking ? 'Publishing' : draft ? 'Go on publishing' : 'Publish the task'}
              </Button>
            </WalletGate>
            {isWorking && progress.creating?.name !== 'sent' ? <Button onClick={cancel}>Stop</Button> : null}
          </div>
        )}
        <p role="status" className="text-small text-ink-2 empty:hidden">
          {state.name === 'rejected'
            ? 'You rejected it in the wallet. Nothing was sent, and what was uploaded stays: go on when you are ready.'
            : null}
        </p>
        {state.name === 'failed' ? <Problem error={state.error} /> : null}
      </div>
    </Section>
  );
}

/** What the account has, and whether the token takes permits; `undefined` until it is known. */
function useMoney({ token, account }: { token: Address; account: Address | undefined }): {
  balance: bigint | undefined;
  takesPermits: boolean | undefined;
} {
  const { readClient } = useWallet();
  const { data } = useQuery({
    queryKey: ['money', token, account],
    enabled: account !== undefined,
    refetchInterval: BALANCE_INTERVAL_MS,
    queryFn: async () => {
      if (account === undefined) throw new RangeError('nobody is connected');
      const [balance, takesPermits] = await Promise.all([
        getBalance(readClient, { token, account }),
        supportsPermit(readClient, { token, account }),
      ]);
      return { balance, takesPermits };
    },
  });
  return { balance: data?.balance, takesPermits: data?.takesPermits };
}

const BALANCE_INTERVAL_MS = 5_000;
