import { DataTable } from '#components/ui/data-table.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';

export type LeaderboardRow = {
  optimizer: string;
  submissionCount: number;
  improvementCount: number;
  paid: bigint;
  lastCommittedAt: number;
};

/** The optimizers of a task, by what they earned. */
export function Leaderboard({ rows, token }: { rows: readonly LeaderboardRow[]; token: Token }) {
  return (
    <DataTable caption="Optimizers, by what they earned">
      <thead>
        <tr>
          <th scope="col" className="!text-right">
            Rank
          </th>
          <th scope="col">Optimizer</th>
          <th scope="col" className="!text-right">
            Earned
          </th>
          <th scope="col" className="!text-right">
            Improvements
          </th>
          <th scope="col" className="max-sm:hidden">
            Last try
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.optimizer}>
            <td className="w-px text-right text-ink-3">{index + 1}</td>
            <td>
              <Account address={row.optimizer} />
            </td>
            <td className="text-right">
              {row.paid > 0n ? (
                <Amount amount={row.paid} token={token} />
              ) : (
                <span className="text-ink-3">–</span>
              )}
            </td>
            <td className="text-right whitespace-nowrap">
              {row.improvementCount} of {row.submissionCount}
            </td>
            <td className="max-sm:hidden">
              <Moment at={row.lastCommittedAt} isColumn />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
