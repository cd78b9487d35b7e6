import Link from 'next/link';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';
import { type CreditReason, describeCredit } from './credit-table.tsx';

/** What an account was credited, the newest first. */
export function AccountCredits(parameters: {
  credits: readonly {
    blockNumber: bigint;
    logIndex: number;
    reason: CreditReason;
    submissionId: bigint;
    amount: bigint;
    timestamp: bigint;
    token: Token;
  }[];
}) {
  return (
    <DataTable caption="Credits, the newest first">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">For</th>
          <th scope="col" className="!text-right">
            Amount
          </th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {parameters.credits.map(
          ({ blockNumber, logIndex, reason, submissionId, amount, timestamp, token }) => (
            <tr key={`${blockNumber}/${logIndex}`}>
              <td>{describeCredit(reason)}</td>
              <td>
                <SubmissionLink submissionId={submissionId} />
              </td>
              <td className="text-right">
                <Amount amount={amount} token={token} />
              </td>
              <td>
                <Moment at={Number(timestamp)} isColumn />
              </td>
            </tr>
          ),
        )}
      </tbody>
    </DataTable>
  );
}

function SubmissionLink({ submissionId }: { submissionId: bigint }) {
  const { taskId, index } = fromSubmissionId(submissionId);
  return (
    <Link href={`/tasks/${taskId}/submissions/${index}`} className="link whitespace-nowrap" prefetch={false}>
      Task {taskId}, {index === 0 ? 'baseline' : `submission ${index}`}
    </Link>
  );
}
