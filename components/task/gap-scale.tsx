import { formatScore, formatShare, positionBetween } from '#components/value/format-score.ts';

/** Scores of a task, 1e18 = 1; `undefined` before the baseline was measured. */
export type GapScores = {
  targetScore: bigint;
  baselineScore: bigint | undefined;
  championScore: bigint | undefined;
};

/** The share of the way from baseline to target that the champion has gone. */
export function closedShare({ targetScore, baselineScore, championScore }: GapScores): string | undefined {
  if (baselineScore === undefined || championScore === undefined || targetScore <= baselineScore)
    return undefined;
  const gap = targetScore - baselineScore;
  const closed = championScore - baselineScore;
  return formatShare({ numerator: closed < gap ? closed : gap, denominator: gap });
}

/**
 * The way from the baseline's score to the target as a ruler: filled as far as the champion got, with a mark for
 * every champion before it.
 */
export function GapScale({ scores, earlier = [] }: { scores: GapScores; earlier?: readonly bigint[] }) {
  const { targetScore, baselineScore, championScore } = scores;
  const share = closedShare(scores);
  const isMeasured = baselineScore !== undefined && championScore !== undefined;
  const position = (value: bigint) =>
    `${100 * positionBetween({ value, low: baselineScore ?? 0n, high: targetScore })}%`;
  const label = isMeasured
    ? `The champion scores ${formatScore(championScore).short} of a target of ${formatScore(targetScore).short}: ${share ?? '0 %'} of the gap from the baseline is closed.`
    : 'The baseline is not measured yet.';
  return (
    <div role="img" aria-label={label} className="relative h-4">
      <div className="absolute inset-x-0 top-0 h-1.5 bg-well" />
      {isMeasured ? (
        <div className="absolute top-0 left-0 h-1.5 bg-champion" style={{ width: position(championScore) }} />
      ) : null}
      {earlier.map((score, index) => (
        <div key={index} className="absolute top-0 h-1.5 w-px bg-sheet" style={{ left: position(score) }} />
      ))}
      <div className="ten-ticks absolute inset-x-0 top-1.5 h-2" />
      {isMeasured ? (
        <div
          className="absolute top-0 h-4 w-0.5 bg-ink"
          style={{ left: `clamp(0px, calc(${position(championScore)} - 1px), calc(100% - 2px))` }}
        />
      ) : null}
    </div>
  );
}
