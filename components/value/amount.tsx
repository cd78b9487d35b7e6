import { formatAmount, type Token } from './format-amount.ts';

/** An amount with its symbol; the hint is exact. */
export function Amount({
  amount,
  token,
  isExact = false,
}: {
  amount: bigint;
  token: Token;
  isExact?: boolean;
}) {
  const { short, full } = formatAmount({ amount, decimals: token.decimals });
  return (
    <data value={amount.toString()} data-hint={`${full} ${token.symbol}`} className="whitespace-nowrap">
      {isExact ? full : short} <span className="text-ink-3">{token.symbol}</span>
    </data>
  );
}
