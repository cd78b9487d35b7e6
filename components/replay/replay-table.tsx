import type { ReactNode } from 'react';
import { DataTable } from '#components/ui/data-table.tsx';
import { Hex } from '#components/value/address.tsx';
import { formatScore } from '#components/value/format-score.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import type { ReplayVerdictReturnType } from '#sdk/replay/replay-verdict.ts';

const SCORES = [
  ['championDecidingSum', 'Champion, deciding rounds'],
  ['challengerDecidingSum', 'Challenger, deciding rounds'],
  ['championPricingSum', 'Champion, pricing rounds'],
  ['challengerPricingSum', 'Challenger, pricing rounds'],
] as const satisfies readonly (readonly [keyof Verdict, string])[];

/** The verdict on the chain beside what this browser found. */
export function ReplayTable({ replayed }: { replayed: ReplayVerdictReturnType }) {
  const { verdict, result, differences } = replayed;
  const differs = (field: keyof Verdict) => differences.some((each) => each.field === field);
  const measured = result.outcome === 'Invalid' ? undefined : result;
  return (
    <DataTable caption="The verdict on the chain and as this browser found it">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">On the chain</th>
          <th scope="col">In this browser</th>
          <th scope="col">Equal</th>
        </tr>
      </thead>
      <tbody>
        <Row name="Outcome" isEqual={!differs('outcome')} chain={verdict.outcome} own={result.outcome} />
        <Row name="Rounds won" isEqual={!differs('wins')} chain={verdict.wins} own={measured?.wins ?? 0} />
        {SCORES.filter(([field]) => verdict[field] !== 0n || (measured?.[field] ?? 0n) !== 0n).map(
          ([field, name]) => (
            <Row
              key={field}
              name={name}
              isEqual={!differs(field)}
              chain={<Sum sum={verdict[field]} />}
              own={<Sum sum={measured?.[field] ?? 0n} />}
            />
          ),
        )}
        <Row
          name="Trace digest"
          isEqual={!differs('traceDigest')}
          chain={<Hex value={verdict.traceDigest} name="the trace digest on the chain" />}
          own={<Hex value={result.traceDigest} name="the trace digest of this browser" />}
        />
      </tbody>
    </DataTable>
  );
}

function Row({
  name,
  chain,
  own,
  isEqual,
}: {
  name: string;
  chain: ReactNode;
  own: ReactNode;
  isEqual: boolean;
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{chain}</td>
      <td>{own}</td>
      <td className={isEqual ? 'text-champion' : 'text-fault'}>{isEqual ? 'yes' : 'no'}</td>
    </tr>
  );
}

/** All digits: equality is to the last one. */
function Sum({ sum }: { sum: bigint }) {
  return <data value={sum.toString()}>{formatScore(sum).full}</data>;
}
