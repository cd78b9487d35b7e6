import { DataTable } from '#components/ui/data-table.tsx';
import { StateMark, type Tone } from '#components/ui/state-mark.tsx';
import { Account } from '#components/value/address.tsx';
import { groupThousands } from '#components/value/format-amount.ts';
import { formatShare } from '#components/value/format-score.ts';
import { Moment } from '#components/value/moment.tsx';

export type OperatorRow = {
  account: string;
  status: keyof typeof STATES;
  power: bigint;
  queuedPower: bigint | undefined;
  queuedEffectiveBlock: bigint | undefined;
  withdrawableSince: number | undefined;
  endpoint: string | undefined;
  performedCount: number;
  missedCount: number;
  verdictCount: number;
};

const STATES = {
  None: { name: 'Not registered', tone: 'neutral' },
  Registered: { name: 'Registered', tone: 'open' },
  Unbonding: { name: 'Leaving', tone: 'waiting' },
  Withdrawn: { name: 'Left', tone: 'done' },
  Ejected: { name: 'Ejected', tone: 'fault' },
} satisfies Record<string, { name: string; tone: Tone }>;

/** The operators, by voting power. */
export function OperatorTable({ operators }: { operators: readonly OperatorRow[] }) {
  const totalPower = operators.reduce((sum, { power }) => sum + power, 0n);
  return (
    <DataTable caption="Operators, by voting power">
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col">State</th>
          <th scope="col">Voting power</th>
          <th scope="col" className="!text-right">
            Signed
          </th>
          <th scope="col" className="!text-right">
            Performed
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
                {verdictCount === 0 ? '–' : `${verdictCount - missedCount} of ${verdictCount}`}
              </td>
              <td className="text-right">{performedCount}</td>
              <td className="max-w-64 truncate text-ink-3">{endpoint ?? '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

/** What will change by itself. */
function Change({ operator }: { operator: OperatorRow }) {
  const { status, withdrawableSince, queuedPower, queuedEffectiveBlock } = operator;
  if (status === 'Unbonding' && withdrawableSince !== undefined) {
    return (
      <span className="block text-note text-ink-3">
        stake free <Moment at={withdrawableSince} />
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
