'use client';

import { useCallback, useEffect, useState } from 'react';
import { useConfig } from 'wagmi';
import type { Candidate } from '#components/improve/candidate.ts';
import { Button } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { WalletGate } from '#components/wallet/action-button.tsx';
import type { CandidatePreview } from '#hooks/evaluation/preview-candidate.ts';
import { useSubmission } from '#hooks/submission/use-submission.ts';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { connectDevelopmentAccount } from '#hooks/wallet/connect-development-account.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { SavedSubmissions } from './saved-submissions.tsx';
import { SubmissionProgress } from './submission-progress.tsx';

/** What a submission costs, its button, and its way once it has begun; and what this browser has begun before. */
export function SubmitPanel({
  taskId,
  title,
  token,
  candidate,
  preview,
  bond,
  operatorFee,
  onActive,
  onSettled,
}: {
  taskId: number;
  title: string;
  token: Token;
  candidate: Candidate | undefined;
  preview: CandidatePreview | undefined;
  /** `undefined` until it is known. */
  bond: bigint | undefined;
  operatorFee: bigint | undefined;
  /** Told whether a submission is on its way here, so that nothing else is in the way. */
  onActive: (isActive: boolean) => void;
  /** The person leaves a submission that has come to its end. */
  onSettled: () => void;
}) {
  const { state, start, resume, leave } = useSubmission();
  const isActive = state.status !== 'idle';
  useEffect(() => onActive(isActive), [isActive, onActive]);

  if (state.status !== 'idle') {
    const leaveIt = () => {
      leave();
      if (state.status === 'following') onSettled();
    };
    return (
      <SubmissionProgress state={state} token={token} taskId={taskId} onResume={resume} onLeave={leaveIt} />
    );
  }
  return (
    <>
      {candidate && bond !== undefined && operatorFee !== undefined && preview?.outcome === 'Measured' ? (
        <div className="grid gap-4">
          <h3 className="font-medium">Submit</h3>
          <div className="max-w-md">
            <Facts>
              <Fact name="Bond, taken now">
                <Amount amount={bond} token={token} />
              </Fact>
              <Fact name="of it, operators’ fee">
                <Amount amount={operatorFee} token={token} />
              </Fact>
              <Fact name="Back with an improvement">
                <Amount amount={bond} token={token} />
              </Fact>
              <Fact name="Back otherwise">nothing</Fact>
            </Facts>
          </div>
          <p className="max-w-prose text-small text-ink-3">
            You commit to a hash first; only then do the parameters leave this browser, and nobody can copy
            them in time. What going on takes is kept in this browser.
          </p>
          <SubmitButton
            onSubmit={() => start({ taskId, title, parameters: candidate.parameters })}
            isQuiet={preview.payout.gain < 0n}
          />
        </div>
      ) : null}
      <SavedSubmissions taskId={taskId} onResume={resume} />
    </>
  );
}

/** On a local chain one click is enough; elsewhere a wallet is connected first. */
function SubmitButton({ onSubmit, isQuiet }: { onSubmit: () => void; isQuiet: boolean }) {
  const wallet = useWallet();
  const config = useConfig();
  const { developmentAccounts } = useRequiredChain();
  const [isConnecting, setConnecting] = useState(false);
  const [error, setError] = useState<unknown>();
  const weight = isQuiet ? 'quiet' : 'strong';

  const submitAtOnce = useCallback(() => {
    setConnecting(true);
    setError(undefined);
    connectDevelopmentAccount(config, developmentAccounts[0])
      .then(onSubmit, setError)
      .finally(() => setConnecting(false));
  }, [config, developmentAccounts, onSubmit]);

  return (
    <div className="grid justify-items-start gap-3">
      <div className="flex flex-wrap gap-3">
        {wallet.status === 'disconnected' && developmentAccounts.length > 0 ? (
          <Button weight={weight} disabled={isConnecting} onClick={submitAtOnce}>
            {isConnecting ? 'Connecting …' : 'Submit with a development account'}
          </Button>
        ) : null}
        <WalletGate
          weight={wallet.status === 'disconnected' && developmentAccounts.length > 0 ? 'quiet' : weight}
        >
          <Button weight={weight} onClick={onSubmit}>
            Submit
          </Button>
        </WalletGate>
      </div>
      {error === undefined ? null : <Problem error={error} />}
    </div>
  );
}
