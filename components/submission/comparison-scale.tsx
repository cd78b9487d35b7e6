import type { ReactNode } from 'react';
import { formatScore, positionBetween } from '#components/value/format-score.ts';
import { Score } from '#components/value/score.tsx';

/** Two mean scores on the same rounds, on a ruler that ends at the target. Scores 1e18 = 1. */
export function ComparisonScale(parameters: {
  name: string;
  championScore: bigint;
  challengerScore: bigint;
  targetScore: bigint;
}) {
  const { name, championScore, challengerScore, targetScore } = parameters;
  const lower = championScore < challengerScore ? championScore : challengerScore;
  const upper = [championScore, challengerScore, targetScore].reduce((a, b) => (a > b ? a : b));
  // A tenth of room on the left, so that the lower mark stands off the edge.
  const low = lower - (upper - lower) / 10n - 1n;
  const at = (value: bigint) => 100 * positionBetween({ value, low, high: upper });
  const [left, right] = [at(championScore), at(challengerScore)].sort((a, b) => a - b);
  const isBetter = challengerScore > championScore;
  return (
    <div>
      <p className="mb-1.5 text-small text-ink-3">{name}</p>
      <div
        role="img"
        aria-label={`${name}: champion ${formatScore(championScore).short}, challenger ${formatScore(challengerScore).short}, target ${formatScore(targetScore).short}`}
        className="relative h-5"
      >
        <div className="absolute inset-x-0 top-2.5 h-px bg-rule-strong" />
        <div
          className={`absolute top-[7px] h-[7px] ${isBetter ? 'bg-champion-wash' : 'bg-fault-wash'}`}
          style={{ left: `${left ?? 0}%`, width: `${(right ?? 0) - (left ?? 0)}%` }}
        />
        <div
          className="absolute top-0 h-5 border-l border-dashed border-ink-2"
          style={{ left: `min(${at(targetScore)}%, calc(100% - 1px))` }}
        />
        <div
          className="absolute top-1 h-3.5 w-[3px] -translate-x-1/2 bg-champion"
          style={{ left: `${at(championScore)}%` }}
        />
        <div
          className="absolute top-[5px] size-3 -translate-x-1/2 rotate-45 border-2 border-challenger bg-sheet"
          style={{ left: `clamp(6px, ${at(challengerScore)}%, calc(100% - 6px))` }}
        />
      </div>
      <dl className="mt-1 flex flex-wrap justify-between gap-x-5 gap-y-0.5 text-small">
        <Entry mark={<span className="h-3 w-[3px] bg-champion" />} name="champion" score={championScore} />
        <Entry
          mark={<span className="size-2 rotate-45 border-2 border-challenger" />}
          name="challenger"
          score={challengerScore}
        />
        <Entry
          mark={<span className="h-3 border-l border-dashed border-ink-2" />}
          name="target"
          score={targetScore}
        />
      </dl>
    </div>
  );
}

function Entry({ mark, name, score }: { mark: ReactNode; name: string; score: bigint }) {
  return (
    <div className="flex items-center gap-2">
      <dt className="inline-flex items-center gap-2 text-ink-3">
        <span aria-hidden className="inline-flex">
          {mark}
        </span>
        {name}
      </dt>
      <dd>
        <Score score={score} />
      </dd>
    </div>
  );
}
