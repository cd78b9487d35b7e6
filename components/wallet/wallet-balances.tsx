'use client';

import { useQuery } from '@tanstack/react-query';
import { type Address, formatUnits } from 'viem';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { Amount } from '#components/value/amount.tsx';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { getToken } from '#sdk/token/get-token.ts';

const REFRESH_MS = 5_000;

/** What the account holds: the marketplace's token, and what pays for gas. */
export function WalletBalances({ address }: { address: Address }) {
  const { readClient } = useWallet();
  const { nativeCurrency } = useRequiredChain();
  const { token } = readClient.deployment.contracts;
  const { data, isError } = useQuery({
    queryKey: ['balances', address, token],
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      const { publicClient } = readClient;
      const [balance, native, shown] = await Promise.all([
        getBalance(readClient, { token, account: address }),
        publicClient.getBalance({ address }),
        getToken(readClient, { token }),
      ]);
      return { balance, native, token: shown };
    },
  });
  if (isError) return <p className="text-ink-3">The chain does not answer.</p>;
  return (
    <Facts>
      <Fact name="Holds">{data ? <Amount amount={data.balance} token={data.token} /> : '–'}</Fact>
      <Fact name="For gas">
        {data ? `${trim(formatUnits(data.native, nativeCurrency.decimals))} ${nativeCurrency.symbol}` : '–'}
      </Fact>
    </Facts>
  );
}

/** Four decimals are enough to see whether there is gas. */
function trim(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const kept = fraction.slice(0, 4).replace(/0+$/, '');
  return kept === '' ? whole : `${whole}.${kept}`;
}
