'use client';

import { RoundsChart } from './rounds-chart.tsx';

/** The rounds of an evaluation that is under way, as far as they are finished. */
export function LiveRounds({
  rounds,
}: {
  rounds: readonly { champion: { score: bigint }; challenger?: { score: bigint } | undefined }[];
}) {
  const pairs = rounds.flatMap(({ champion, challenger }) =>
    challenger
      ? [
          {
            champion: champion.score,
            challenger: challenger.score,
            isWon: challenger.score > champion.score,
          },
        ]
      : [],
  );
  if (pairs.length === 0) return null;
  return <RoundsChart name={`${pairs.length} rounds so far`} rounds={pairs} />;
}
