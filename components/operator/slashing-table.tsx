import { DataTable } from '#components/ui/data-table.tsx';
import { Account, Hex } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';

export type SlashingRow = {
  operator: string;
  amount: bigint;
  reporter: string;
  timestamp: number;
  transactionHash: string;
};

/** What was taken of operators' stakes, the newest first. */
export function SlashingTable({ rows, stakeToken }: { rows: readonly SlashingRow[]; stakeToken: Token }) {
  return (
    <DataTable caption="Slashings, the newest first">
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col" className="!text-right">
            Taken
          </th>
          <th scope="col">Reported by</th>
          <th scope="col">Transaction</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.transactionHash}/${row.operator}`}>
            <td>
              <Account address={row.operator} />
            </td>
            <td className="text-right">
              <Amount amount={row.amount} token={stakeToken} />
            </td>
            <td>
              <Account address={row.reporter} />
            </td>
            <td>
              <Hex value={row.transactionHash} name="the transaction’s hash" />
            </td>
            <td>
              <Moment at={row.timestamp} isColumn />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
