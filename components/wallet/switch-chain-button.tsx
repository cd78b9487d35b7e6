'use client';

import { toast } from 'sonner';
import { Button } from '#components/ui/button.tsx';
import { describeError } from '#hooks/transactions/track-transaction.ts';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { useWallet } from '#hooks/wallet/use-wallet.ts';

/** The wallet is on another chain: one click asks it to come here. */
export function SwitchChainButton({ weight = 'quiet' }: { weight?: 'strong' | 'quiet' }) {
  const { switchChain } = useWallet();
  const { name } = useRequiredChain();
  return (
    <Button
      weight={weight}
      onClick={() => {
        switchChain().catch((error: unknown) => {
          toast.error(`The wallet did not switch to ${name}.`, { description: describeError(error) });
        });
      }}
    >
      Switch to {name}
    </Button>
  );
}
