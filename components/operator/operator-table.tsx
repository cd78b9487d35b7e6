import { DataTable } from '#components/ui/data-table.tsx';
import { StateMark, type Tone } from '#components/ui/state-mark.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import { type Token, groupThousands } from '#components/value/format-amount.ts';
import { formatShare } from '#components/value/format-score.ts';
import { Moment } from '#components/value/moment.tsx';

export type OperatorRow = {
  account: string;
  status: keyof typeof STATES;
  stake: bigint;
  power: bigint;
  queuedPower: bigint | undefined;
  queuedEffectiveBlock: bigint | undefined;
  withdrawableSince: number | undefined;
  endpoint: string | undefined;
  performedCount: number;
  missedCount: number;
  verdictCount: number;
  /** Taken out and to be taken out together, by token. */
  fees: readonly { amount: bigint; token: Token }[];
  slashed: bigint;
};

const STATES = {
  None: { name: 'Not registered', tone: 'neutral' },
  Registered: { name: 'Registered', tone: 'open' },
  Unbonding: { name: 'Leaving', tone: 'waiting' },
  Withdrawn: { name: 'Left', tone: 'done' },
  Ejected: { name: 'Ejected', tone: 'fault' },
} satisfies Record<string, { name: string; tone: Tone }>;

/** The operators, by voting power. */
export function OperatorTable({
  operators,
  stakeToken,
}: {
  operators: readonly OperatorRow[];
  stakeToken: Token;
}) {
  const totalPower = operators.reduce((sum, { power }) => sum + power, 0n);
  return (
    <DataTable caption="Operators, by voting power">
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col">State</th>
          <th scope="col" className="!text-right">
            Stake
          </th>
          <th scope="col">Voting power</th>
          <th scope="col" className="!text-right">
            Signed
          </th>
          <th scope="col" className="!text-right">
            Performed
          </th>
          <th scope="col" className="!text-right">
            Fees earned
          </th>
          <th scope="col">Endpoint</th>
        </tr>
      </thead>
      <tbody>
        {operators.map((operator) => {
          const { account, status, power, verdictCount, missedCount, performedCount, endpoint } = operator;
          const { name, tone } = STATES[status];
          const share = totalPower === 0n ? 0 : Number((power * 1000n) / totalPower) / 10;
          return (
            <tr key={account}>
              <td>
                <Account address={account} />
              </td>
              <td>
                <StateMark tone={tone}>{name}</StateMark>
                <Change operator={operator} />
              </td>
              <td className="text-right">
                <Amount amount={operator.stake} token={stakeToken} />
                {operator.slashed > 0n ? (
                  <span className="block text-note text-fault">
                    <Amount amount={operator.slashed} token={stakeToken} /> slashed
                  </span>
                ) : null}
              </td>
              <td>
                <span className="flex items-center gap-3 whitespace-nowrap">
                  <span aria-hidden className="h-1.5 w-24 bg-well">
                    <span className="block h-full bg-champion" style={{ width: `${share}%` }} />
                  </span>
                  <span data-hint={groupThousands(power)}>
                    {totalPower === 0n ? '–' : formatShare({ numerator: power, denominator: totalPower })}
                  </span>
                </span>
              </td>
              <td className="text-right whitespace-nowrap">
                <Signed verdictCount={verdictCount} missedCount={missedCount} />
              </td>
              <td className="text-right">{groupThousands(performedCount)}</td>
              <td className="text-right">
                {operator.fees.length === 0 ? (
                  <span className="text-ink-3">–</span>
                ) : (
                  operator.fees.map(({ amount, token }) => (
                    <span key={token.address} className="block">
                      <Amount amount={amount} token={token} />
                    </span>
                  ))
                )}
              </td>
              <td className="max-w-64 truncate text-ink-3">{endpoint ?? '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

/** Of the verdicts since its registration, those with its signature. */
function Signed({ verdictCount, missedCount }: { verdictCount: number; missedCount: number }) {
  if (verdictCount === 0) return <span className="text-ink-3">–</span>;
  const signed = verdictCount - missedCount;
  return (
    <span data-hint={`${groupThousands(signed)} of ${groupThousands(verdictCount)}`}>
      {formatShare({ numerator: BigInt(signed), denominator: BigInt(verdictCount) })}
    </span>
  );
}

/** What will change by itself. */
function Change({ operator }: { operator: OperatorRow }) {
  const { status, withdrawableSince, queuedPower, queuedEffectiveBlock } = operator;
  if (status === 'Unbonding' && withdrawableSince !== undefined) {
    return (
      <span className="block text-note text-ink-3">
        stake free <Moment at={withdrawableSince} isColumn />
      </span>
    );
  }
  if (queuedPower === undefined || queuedEffectiveBlock === undefined) return null;
  return (
    <span className="block text-note text-ink-3">
      {queuedPower === 0n ? 'leaves the set' : 'new voting power'} from block{' '}
      {groupThousands(queuedEffectiveBlock)}
    </span>
  );
}
