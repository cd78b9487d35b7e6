'use client';

import { useState } from 'react';
import { DataTable } from '#components/ui/data-table.tsx';
import { Score } from '#components/value/score.tsx';
import type { RoundPair } from './round-pair.ts';

/** The numbers behind a chart of rounds, folded away; the table is made when somebody looks. */
export function RoundsTable({ name, rounds }: { name: string; rounds: readonly RoundPair[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="mt-2 text-small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-ink-3 hover:text-ink">The rounds as a table</summary>
      {isOpen ? (
        <div className="mt-2">
          <DataTable caption={name}>
            <thead>
              <tr>
                <th scope="col">Round</th>
                <th scope="col" className="!text-right">
                  Champion
                </th>
                <th scope="col" className="!text-right">
                  Challenger
                </th>
                <th scope="col" className="!text-right">
                  Won
                </th>
              </tr>
            </thead>
            <tbody>
              {rounds.map(({ champion, challenger, isWon }, index) => (
                <tr key={index}>
                  <td>{index + 1}</td>
                  <td className="text-right">
                    <Score score={champion} />
                  </td>
                  <td className="text-right">
                    <Score score={challenger} />
                  </td>
                  <td className="text-right">{isWon ? 'yes' : 'no'}</td>
                </tr>
              ))}
            </tbody>
          </DataTable>
        </div>
      ) : null}
    </details>
  );
}
