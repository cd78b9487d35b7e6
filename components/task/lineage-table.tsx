import Link from 'next/link';
import { DataTable } from '#components/ui/data-table.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';
import { Score } from '#components/value/score.tsx';

export type LineageRow = {
  index: number;
  optimizer: string;
  since: number;
  score: bigint;
  payment: bigint;
};

/** The champions, the current one first. */
export function LineageTable({
  taskId,
  rows,
  token,
}: {
  taskId: number;
  rows: readonly LineageRow[];
  token: Token;
}) {
  return (
    <DataTable caption="Champions, the current one first">
      <thead>
        <tr>
          <th scope="col">Champion</th>
          <th scope="col" className="max-sm:hidden">
            Optimizer
          </th>
          <th scope="col" className="!text-right">
            Score
          </th>
          <th scope="col" className="!text-right">
            Paid
          </th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {[...rows].reverse().map((row) => (
          <tr key={row.index}>
            <td>
              <Link
                href={`/tasks/${taskId}/submissions/${row.index}`}
                className="link whitespace-nowrap"
                prefetch={false}
              >
                {row.index === 0 ? 'Baseline' : `Submission ${row.index}`}
              </Link>
            </td>
            <td className="max-sm:hidden">
              <Account address={row.optimizer} />
            </td>
            <td className="text-right">
              <Score score={row.score} />
            </td>
            <td className="text-right">
              {row.index === 0 ? (
                <span className="text-ink-3">–</span>
              ) : (
                <Amount amount={row.payment} token={token} />
              )}
            </td>
            <td>
              <Moment at={row.since} isColumn />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
