import Link from 'next/link';
import { Figure, Figures } from '#components/ui/facts.tsx';
import { Amount } from '#components/value/amount.tsx';
import { type Token, groupThousands } from '#components/value/format-amount.ts';
import { formatShare } from '#components/value/format-score.ts';
import { Moment } from '#components/value/moment.tsx';

/** What an account did so far, in figures; what it never did is left out. */
export function AccountRecord(parameters: {
  record: {
    submissionCounts: Readonly<Record<string, number>>;
    taskCount: number;
    since: number | undefined;
  };
  payments: readonly { token: Token; amount: bigint }[];
  operator: { verdictCount: number; missedCount: number } | undefined;
}) {
  const { record, payments, operator } = parameters;
  const { submissionCounts, taskCount, since } = record;
  const submissionCount = Object.values(submissionCounts).reduce((sum, count) => sum + count, 0);
  const wins = submissionCounts['Improved'] ?? 0;
  const judged = wins + (submissionCounts['NotImproved'] ?? 0);
  return (
    <Figures>
      {submissionCount > 0 ? (
        <>
          <Figure
            name="Improvements"
            note={
              judged > 0
                ? `${formatShare({ numerator: BigInt(wins), denominator: BigInt(judged) })} of those compared`
                : 'nothing compared yet'
            }
          >
            {groupThousands(wins)}
          </Figure>
          <Figure name="Submissions" note={`${pendingOf(submissionCounts)} being judged`}>
            {groupThousands(submissionCount)}
          </Figure>
        </>
      ) : null}
      {payments.map(({ token, amount }) => (
        <Figure key={token.address} name="Paid for improvements">
          <Amount amount={amount} token={token} />
        </Figure>
      ))}
      {taskCount > 0 ? <Figure name="Tasks">{groupThousands(taskCount)}</Figure> : null}
      {operator ? (
        <Figure
          name={
            <Link prefetch={false} href="/operators" className="link">
              Verdicts signed as an operator
            </Link>
          }
          note={`of ${groupThousands(operator.verdictCount)}`}
        >
          {groupThousands(operator.verdictCount - operator.missedCount)}
        </Figure>
      ) : null}
      {since === undefined ? null : (
        <Figure name="First seen">
          <Moment at={since} />
        </Figure>
      )}
    </Figures>
  );
}

function pendingOf(counts: Readonly<Record<string, number>>): number {
  return (counts['Committed'] ?? 0) + (counts['Revealed'] ?? 0);
}
