'use client';

import { useState } from 'react';
import { type Address, formatUnits, getAddress, isAddressEqual, parseUnits } from 'viem';
import { ButtonLink } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Section } from '#components/ui/section.tsx';
import { UnitInput } from '#components/ui/unit-input.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';
import { ActionButton } from '#components/wallet/action-button.tsx';
import { WalletProviders } from '#components/wallet/wallet-providers.tsx';
import { useAction } from '#hooks/transactions/use-action.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { closeTask } from '#sdk/marketplace/close-task.ts';
import { topUp } from '#sdk/marketplace/top-up.ts';
import { allow } from '#sdk/token/allow.ts';
import { choosePayment } from '#sdk/token/choose-payment.ts';
import type { TaskStatus } from '#sdk/statuses.ts';

export type TaskActionsProps = {
  taskId: number;
  owner: string;
  token: Token;
  status: TaskStatus;
  /** Unix seconds. */
  deadline: number;
  isPastDeadline: boolean;
  pendingCount: number;
};

export function TaskActions(props: TaskActionsProps) {
  return (
    <WalletProviders>
      <Actions {...props} />
    </WalletProviders>
  );
}

function Actions({ taskId, owner, token, status, deadline, isPastDeadline, pendingCount }: TaskActionsProps) {
  const wallet = useWallet();
  const isOwner = wallet.status === 'ready' && isAddressEqual(wallet.address, getAddress(owner));
  const takesMoney = status === 'Created' || (status === 'Open' && !isPastDeadline);
  return (
    <div className="grid content-start gap-10">
      <Section title="Add to the bounty">
        {takesMoney ? (
          <TopUp taskId={taskId} token={token} />
        ) : (
          <p className="text-small text-ink-2">Only a task that is open takes more money.</p>
        )}
      </Section>
      <Section title="Close the task">
        <Closing
          taskId={taskId}
          status={status}
          deadline={deadline}
          isPastDeadline={isPastDeadline}
          pendingCount={pendingCount}
          isOwner={isOwner}
        />
      </Section>
    </div>
  );
}

const AMOUNT = /^\d+(\.\d*)?$|^\.\d+$/;

function TopUp({ taskId, token }: { taskId: number; token: Token }) {
  const [text, setText] = useState('');
  const amount = parseAmount(text, token.decimals);
  const problem = text.trim() === '' || typeof amount === 'bigint' ? undefined : amount;
  const address: Address = getAddress(token.address);
  const action = useAction({
    action: `add ${text.trim()} ${token.symbol} to the bounty of task ${taskId}`,
    run: async (client, tools) => {
      if (typeof amount !== 'bigint') throw new RangeError('an amount that cannot be read was to be paid');
      const payment = await choosePayment(client, { token: address });
      const { permit } = await allow(client, { token: address, amount, payment, ...tools });
      return topUp(client, { taskId, amount, permit, ...tools });
    },
    onDone: () => setText(''),
  });
  return (
    <div className="grid max-w-md gap-4">
      <p className="text-small text-ink-2">
        Anyone may. What is not won by the end comes back to the owner when the task is closed.
      </p>
      <Field label="Amount" error={problem}>
        <UnitInput
          value={text}
          unit={token.symbol}
          disabled={action.state.name === 'working'}
          onChange={({ target }) => setText(target.value)}
        />
      </Field>
      <ActionButton action={action} disabled={typeof amount !== 'bigint'}>
        Add to the bounty
      </ActionButton>
      <p role="status" className="text-small text-ink-2 empty:hidden">
        {action.state.name === 'done'
          ? `There are now ${formatUnits(action.state.value.pool, token.decimals)} ${token.symbol} to be won.`
          : null}
      </p>
    </div>
  );
}

/** @returns Base units; what is wrong; or `undefined` for nothing typed. */
function parseAmount(text: string, decimals: number): bigint | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (!AMOUNT.test(trimmed)) return 'It is a number such as 12.5, without signs and spaces.';
  if ((trimmed.split('.')[1] ?? '').length > decimals) return `It has at most ${decimals} decimal places.`;
  const amount = parseUnits(trimmed, decimals);
  return amount === 0n ? 'It is above 0.' : amount;
}

function Closing({
  taskId,
  status,
  deadline,
  isPastDeadline,
  pendingCount,
  isOwner,
}: Omit<TaskActionsProps, 'owner' | 'token'> & { isOwner: boolean }) {
  const action = useAction({
    action: `close task ${taskId}`,
    run: (client, tools) => closeTask(client, { taskId, ...tools }),
  });
  if (status === 'Closed' || status === 'Void') {
    return (
      <div className="grid justify-items-start gap-3">
        <p className="text-small text-ink-2">
          The task has ended. What was left of the bounty is credited to the owner, to be claimed from the
          account.
        </p>
        {isOwner ? <ClaimLink /> : null}
      </div>
    );
  }
  const isOver = status === 'Solved' || (status === 'Open' && isPastDeadline);
  const reason = !isOver ? (
    <>
      It can be closed after its deadline, <Moment at={deadline} />, or when it is solved: submitters rely on
      the bounty until then.
    </>
  ) : pendingCount > 0 ? (
    <>
      {pendingCount} submissions are still being judged. It can be closed when they are settled, or have
      expired.
    </>
  ) : undefined;
  return (
    <div className="grid max-w-prose gap-4">
      <p className="text-small text-ink-2">
        {reason ??
          (isOwner
            ? 'What is left of the bounty is credited to you.'
            : 'The owner can close it now, and some time after the deadline anybody can. What is left is credited to the owner.')}
      </p>
      <ActionButton action={action} weight="quiet" disabled={reason !== undefined}>
        Close the task
      </ActionButton>
      {action.state.name === 'done' ? <ClaimLink /> : null}
    </div>
  );
}

function ClaimLink() {
  const wallet = useWallet();
  if (wallet.status !== 'ready') return null;
  return <ButtonLink href={`/accounts/${wallet.address}`}>Claim it from your account</ButtonLink>;
}
