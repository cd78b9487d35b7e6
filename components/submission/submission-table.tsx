import Link from 'next/link';
import { DataTable } from '#components/ui/data-table.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';
import type { SubmissionStatus } from '#sdk/statuses.ts';
import { describeSubmission } from './submission-state.ts';

export type SubmissionRow = {
  taskId: number;
  index: number;
  optimizer: string;
  status: SubmissionStatus;
  isSeedMined: boolean;
  committedAt: number;
  payment: bigint;
  token: Token;
  /** "15 of 16", once a verdict that compared stands. */
  wins: string | undefined;
  /** Its place among the task's unsettled submissions, from 1 on; they settle in this order. */
  place?: number | undefined;
};

/** Submissions with their states, newest first. */
export function SubmissionTable(parameters: {
  caption: string;
  rows: readonly SubmissionRow[];
  /** What identifies a row besides: its task on an account's page, its optimizer on a task's. */
  names: 'task' | 'optimizer';
}) {
  const { caption, rows, names } = parameters;
  return (
    <DataTable caption={caption}>
      <thead>
        <tr>
          <th scope="col">Submission</th>
          <th scope="col" className={names === 'task' ? '' : 'max-sm:hidden'}>
            {names === 'task' ? 'Task' : 'Optimizer'}
          </th>
          <th scope="col">State</th>
          <th scope="col" className="!text-right max-sm:hidden">
            Rounds won
          </th>
          <th scope="col" className="!text-right">
            Paid
          </th>
          <th scope="col">Committed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { name, tone } = describeSubmission({ ...row, isBaseline: row.index === 0 });
          return (
            <tr key={`${row.taskId}/${row.index}`}>
              <td>
                <Link
                  href={`/tasks/${row.taskId}/submissions/${row.index}`}
                  className="link whitespace-nowrap"
                  prefetch={false}
                >
                  <span className="max-sm:sr-only">Submission </span>
                  {row.index}
                </Link>
              </td>
              <td className={names === 'task' ? '' : 'max-sm:hidden'}>
                {names === 'task' ? (
                  <Link href={`/tasks/${row.taskId}`} className="link whitespace-nowrap" prefetch={false}>
                    Task {row.taskId}
                  </Link>
                ) : (
                  <Account address={row.optimizer} />
                )}
              </td>
              <td>
                <StateMark tone={tone}>{name}</StateMark>
                {row.place === undefined ? null : (
                  <span className="block pl-5 text-note text-ink-3">
                    {row.place === 1 ? 'next to settle' : `${row.place - 1} before it`}
                  </span>
                )}
              </td>
              <td className="text-right whitespace-nowrap max-sm:hidden">
                {row.wins ?? <span className="text-ink-3">–</span>}
              </td>
              <td className="text-right">
                {row.payment > 0n ? (
                  <Amount amount={row.payment} token={row.token} />
                ) : (
                  <span className="text-ink-3">–</span>
                )}
              </td>
              <td>
                <Moment at={row.committedAt} isColumn />
              </td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}
