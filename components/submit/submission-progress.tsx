'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type Address, getAddress } from 'viem';
import { Timeline } from '#components/submission/timeline.tsx';
import { Button } from '#components/ui/button.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Amount } from '#components/value/amount.tsx';
import { type Token, formatAmount } from '#components/value/format-amount.ts';
import { ActionButton, WalletGate } from '#components/wallet/action-button.tsx';
import { type SavedSubmission, awaitsReveal, toSavedFile } from '#hooks/submission/saved-submission.ts';
import type { SubmissionState } from '#hooks/submission/use-submission.ts';
import { useSubmissionProgress } from '#hooks/submission-progress.ts';
import { useAction } from '#hooks/transactions/use-action.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { claim } from '#sdk/marketplace/claim.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import type { Submission } from '#sdk/marketplace/get-submission.ts';
import { getVerdict } from '#sdk/marketplace/get-verdict.ts';
import { isFinal } from '#sdk/statuses.ts';
import { downloadText } from './download-text.ts';
import { toSubmissionSteps } from './submission-steps.ts';

/** A submission that has begun: where it is, how to go on, and at its end what it paid. */
export function SubmissionProgress({
  state,
  token,
  taskId,
  onResume,
  onLeave,
}: {
  state: Exclude<SubmissionState, { status: 'idle' }>;
  token: Token;
  taskId: number;
  onResume: (saved: SavedSubmission) => void;
  onLeave: () => void;
}) {
  const { saved } = state;
  const submission = state.status === 'following' ? state.submission : undefined;
  const isSettled = submission !== undefined && isFinal(submission.status);
  const progress = useSubmissionProgress({ submissionId: saved?.draft.submissionId });
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h3 className="font-medium">Your submission</h3>
        {state.status === 'following' ? (
          <Link
            prefetch={false}
            href={`/tasks/${taskId}/submissions/${fromSubmissionId(state.submissionId).index}`}
            className="link text-small"
          >
            Submission {fromSubmissionId(state.submissionId).index} in full
          </Link>
        ) : null}
      </div>
      <div aria-live="polite">
        <Timeline steps={toSubmissionSteps(state, progress)} />
      </div>
      {state.status === 'failed' ? <Problem error={state.error} /> : null}
      {state.status === 'following' && state.error !== undefined ? <Problem error={state.error} /> : null}
      {saved && awaitsReveal(saved) ? (
        <div className="grid justify-items-start gap-3 border-l-2 border-challenger bg-challenger-wash px-4 py-3 text-small">
          <p>
            The bond is at stake until it is revealed. This browser keeps what that takes; with the saved file
            any other device can do it too. Keep the file to yourself.
          </p>
          <Button onClick={() => downloadText(toSavedFile(saved))}>Save the file</Button>
        </div>
      ) : null}
      {(state.status === 'failed' || state.status === 'rejected') && saved ? (
        <div className="flex flex-wrap gap-3">
          <WalletGate>
            <Button weight="strong" onClick={() => onResume(saved)}>
              Go on
            </Button>
          </WalletGate>
          <Button onClick={onLeave}>Later</Button>
        </div>
      ) : null}
      {(state.status === 'failed' || state.status === 'rejected') && !saved ? (
        <p>
          <Button onClick={onLeave}>Back</Button>
        </p>
      ) : null}
      {isSettled ? <Settlement submission={submission} token={token} onLeave={onLeave} /> : null}
    </div>
  );
}

/** What a settled submission paid, and its claim. */
function Settlement({
  submission,
  token,
  onLeave,
}: {
  submission: Submission;
  token: Token;
  onLeave: () => void;
}) {
  const { readClient } = useWallet();
  const { submissionId, optimizer, status } = submission;
  const { data: payment } = useQuery({
    queryKey: ['payment', submissionId.toString()],
    enabled: status === 'Improved',
    queryFn: async () => (await getVerdict(readClient, { submissionId })).payment,
    staleTime: Infinity,
  });
  return (
    <div className="grid justify-items-start gap-4">
      {status === 'Improved' && payment !== undefined ? (
        <p role="status" className="text-lead">
          It paid <Amount amount={payment} token={token} />, and the bond came back.
        </p>
      ) : null}
      <ClaimCredit account={optimizer} token={token} />
      <Button onClick={onLeave}>Improve it further</Button>
    </div>
  );
}

/** What an account is credited in a token, to be claimed. */
function ClaimCredit({ account, token }: { account: Address; token: Token }) {
  const wallet = useWallet();
  const { readClient } = wallet;
  const address = getAddress(token.address);
  const { data: credit, refetch } = useQuery({
    queryKey: ['credit', account, address],
    queryFn: () => getCredit(readClient, { token: address, account }),
  });
  const amount = formatAmount({ amount: credit ?? 0n, decimals: token.decimals }).short;
  const claiming = useAction({
    action: `claim ${amount} ${token.symbol}`,
    run: (client, tools) => claim(client, { token: address, ...tools }),
    onDone: () => void refetch(),
  });
  if (claiming.state.name === 'done') {
    return (
      <p role="status" className="text-small">
        <Amount amount={claiming.state.value.amount} token={token} /> went to your account.
      </p>
    );
  }
  if (credit === undefined || credit === 0n) return null;
  if (wallet.status === 'ready' && wallet.address.toLowerCase() !== account.toLowerCase()) {
    return (
      <p className="text-small text-ink-3">
        <Amount amount={credit} token={token} /> can be claimed with the account that submitted.
      </p>
    );
  }
  return (
    <ActionButton action={claiming}>
      Claim {amount} {token.symbol}
    </ActionButton>
  );
}
