'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Problem } from '#components/ui/problem.tsx';
import type { UseActionReturnType } from '#hooks/transactions/use-action.ts';
import { requestConnection } from '#hooks/wallet/connection-request.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { SwitchChainButton } from './switch-chain-button.tsx';

/**
 * The one button for whatever a wallet signs: connect, go to the right chain, act, confirm, wait. Why it failed stands
 * beneath it.
 */
export function ActionButton<Value>({
  action: { state, start },
  children,
  weight = 'strong',
  disabled = false,
}: {
  action: UseActionReturnType<Value>;
  /** What it does: "Claim 12 ZTT". */
  children: ReactNode;
  weight?: 'strong' | 'quiet';
  disabled?: boolean;
}) {
  return (
    <div className="grid justify-items-start gap-3">
      <WalletGate weight={weight}>
        <Button weight={weight} disabled={disabled || state.name === 'working'} onClick={start}>
          {state.name === 'working' ? <Doing stage={state.stage?.name} /> : children}
        </Button>
      </WalletGate>
      <p role="status" className="text-small text-ink-3 empty:hidden">
        {state.name === 'rejected' ? 'You rejected it in the wallet. Nothing was sent.' : null}
      </p>
      {state.name === 'failed' ? <Problem error={state.error} /> : null}
    </div>
  );
}

/** Its children, once a wallet is connected and on the right chain; until then the step that is missing. */
export function WalletGate({
  children,
  weight = 'strong',
}: {
  children: ReactNode;
  weight?: 'strong' | 'quiet';
}) {
  const wallet = useWallet();
  if (wallet.status === 'connecting') {
    return (
      <Button weight={weight} disabled>
        Connecting
      </Button>
    );
  }
  if (wallet.status === 'disconnected') {
    return (
      <Button weight={weight} onClick={requestConnection}>
        Connect a wallet
      </Button>
    );
  }
  return wallet.status === 'wrong-chain' ? <SwitchChainButton weight={weight} /> : children;
}

function Doing({ stage }: { stage: 'simulating' | 'signing' | 'sent' | 'mined' | undefined }) {
  switch (stage) {
    case undefined:
    case 'simulating':
      return 'Checking …';
    case 'signing':
      return 'Confirm in your wallet …';
    case 'sent':
      return 'Waiting to be mined …';
    case 'mined':
      return 'Mined';
  }
}
