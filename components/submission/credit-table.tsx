import { DataTable } from '#components/ui/data-table.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';

const REASONS = {
  BondReturned: 'Bond, returned',
  FeeRefunded: 'Operators’ fee, refunded from the pool',
  Payment: 'Payment for the improvement',
  BondForfeited: 'Bond, forfeited',
  PoolReturned: 'Rest of the bounty, returned',
  CreationFee: 'Fee for creating the task',
} as const;

export type CreditReason = keyof typeof REASONS;

/** A credit's reason in words. */
export function describeCredit(reason: CreditReason): string {
  return REASONS[reason];
}

/** Everything that one verdict, or its absence, credited. */
export function CreditTable(parameters: {
  credits: readonly { reason: CreditReason; account: string; amount: bigint; logIndex: number }[];
  fees:
    | { performerShare: bigint; aggregatorShare: bigint; attesterShare: bigint; treasuryShare: bigint }
    | undefined;
  token: Token;
}) {
  const { credits, fees, token } = parameters;
  const shares = fees
    ? [
        { name: 'Operators’ fee, performer', amount: fees.performerShare },
        { name: 'Operators’ fee, aggregator', amount: fees.aggregatorShare },
        { name: 'Operators’ fee, attesters', amount: fees.attesterShare },
        { name: 'Operators’ fee, share of those who did not sign', amount: fees.treasuryShare },
      ].filter(({ amount }) => amount > 0n)
    : [];
  return (
    <DataTable caption="Credits">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">To</th>
          <th scope="col" className="!text-right">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {credits.map(({ reason, account, amount, logIndex }) => (
          <tr key={logIndex}>
            <td>{REASONS[reason]}</td>
            <td>
              <Account address={account} />
            </td>
            <td className="text-right">
              <Amount amount={amount} token={token} />
            </td>
          </tr>
        ))}
        {shares.map(({ name, amount }) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="text-ink-3">{name.endsWith('sign') ? 'treasury' : 'operators'}</td>
            <td className="text-right">
              <Amount amount={amount} token={token} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
