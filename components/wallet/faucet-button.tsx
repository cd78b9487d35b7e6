'use client';

import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type Address, parseEther } from 'viem';
import { drawGas } from '#hooks/wallet/draw-gas.ts';
import { useAction } from '#hooks/transactions/use-action.ts';
import { describeError } from '#hooks/transactions/track-transaction.ts';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { requestTokens } from '#sdk/token/request-tokens.ts';

const TOKENS = parseEther('1000');

/** Gas and test tokens, on a local chain. */
export function FaucetButton({ address, className }: { address: Address; className: string }) {
  const chain = useRequiredChain();
  const queries = useQueryClient();
  const drawing = useAction({
    action: 'draw test tokens',
    run: async (client, tools) => {
      await drawGas(client, { account: address, chain });
      return requestTokens(client, { amount: TOKENS, ...tools });
    },
    onDone: () => {
      queries.invalidateQueries({ queryKey: ['balances', address] }).catch((error: unknown) => {
        toast.error('The balance could not be read.', { description: describeError(error) });
      });
    },
  });
  const isWorking = drawing.state.name === 'working';
  return (
    <button type="button" className={className} disabled={isWorking} onClick={drawing.start}>
      {isWorking ? 'Drawing …' : 'Draw test tokens and gas'}
    </button>
  );
}
