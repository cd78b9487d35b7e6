import { formatScore } from './format-score.ts';

/** A score, 1e18 = 1; the hint is exact. */
export function Score({ score }: { score: bigint }) {
  const { short, full } = formatScore(score);
  return (
    <data value={score.toString()} data-hint={full}>
      {short}
    </data>
  );
}
