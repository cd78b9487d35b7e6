'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Address } from 'viem';
import { Amount } from '#components/value/amount.tsx';
import { type Token, formatAmount } from '#components/value/format-amount.ts';
import { ActionButton } from '#components/wallet/action-button.tsx';
import { WalletProviders } from '#components/wallet/wallet-providers.tsx';
import { describeError } from '#hooks/transactions/track-transaction.ts';
import { useAction } from '#hooks/transactions/use-action.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { claim } from '#sdk/marketplace/claim.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';

export type ClaimableToken = Token & { address: Address };

export type ClaimPanelProps = {
  account: Address;
  /** The tokens in which it was credited something. */
  tokens: readonly ClaimableToken[];
};

/** What waits to be claimed by the connected account, when this page is its own. */
export function ClaimPanel(props: ClaimPanelProps) {
  return (
    <WalletProviders>
      <Claims {...props} />
    </WalletProviders>
  );
}

function Claims({ account, tokens }: ClaimPanelProps) {
  const wallet = useWallet();
  if (wallet.status !== 'ready' || wallet.address !== account) return null;
  return tokens.map((token) => <TokenClaim key={token.address} account={account} token={token} />);
}

const REFRESH_MS = 4_000;

function TokenClaim({ account, token }: { account: Address; token: ClaimableToken }) {
  const { readClient } = useWallet();
  const queries = useQueryClient();
  const queryKey = ['credit', account, token.address];
  // The chain, not the index, says what is there to be claimed.
  const { data: credit = 0n } = useQuery({
    queryKey,
    refetchInterval: REFRESH_MS,
    queryFn: () => getCredit(readClient, { token: token.address, account }),
  });
  const { short } = formatAmount({ amount: credit, decimals: token.decimals });
  const claiming = useAction({
    action: `claim ${short} ${token.symbol}`,
    run: (client, tools) => claim(client, { token: token.address, ...tools }),
    onDone: () => {
      queries.invalidateQueries({ queryKey }).catch((error: unknown) => {
        toast.error('The credit could not be read.', { description: describeError(error) });
      });
    },
  });
  if (credit === 0n && claiming.state.name !== 'working') return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-4 border border-champion bg-champion-wash px-4 py-3.5">
      <p>
        <span className="text-figure font-medium">
          <Amount amount={credit} token={token} />
        </span>{' '}
        <span className="text-small text-ink-2">are yours and wait in the contract.</span>
      </p>
      <ActionButton action={claiming}>Claim</ActionButton>
    </div>
  );
}
