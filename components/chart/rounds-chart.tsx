import { scaleBand } from '@visx/scale';
import { formatScore } from '#components/value/format-score.ts';
import { type ChartArea, ChartFrame } from './chart-frame.tsx';
import { toDrawable } from './drawable.ts';
import type { RoundPair } from './round-pair.ts';
import { RoundsTable } from './rounds-table.tsx';
import { ScoreAxis, TICK_LABEL, scoreScale } from './score-axis.tsx';

/** Champion and challenger, round by round: a bar for the champion, a diamond for the challenger. */
export function RoundsChart({ name, rounds }: { name: string; rounds: readonly RoundPair[] }) {
  const wins = rounds.filter(({ isWon }) => isWon).length;
  return (
    <figure>
      <ChartFrame
        label={`${name}: the challenger won ${wins} of ${rounds.length}`}
        height={{ wide: 190, narrow: 190 }}
        draw={(area) => <Rounds rounds={rounds} area={area} />}
      />
      <figcaption className="mt-1 flex flex-wrap justify-between gap-x-4 text-note text-ink-3">
        <span>{name}</span>
        <span>a filled diamond is a round won</span>
      </figcaption>
      <RoundsTable
        name={name}
        rounds={rounds.map(({ champion, challenger, isWon }) => ({ champion, challenger, isWon }))}
      />
    </figure>
  );
}

/** Few elements for many rounds: what looks the same is one path, and each round has one area to point at. */
function Rounds({ rounds, area }: { rounds: readonly RoundPair[]; area: ChartArea }) {
  const scores = rounds.flatMap(({ champion, challenger }) => [toDrawable(champion), toDrawable(challenger)]);
  const y = scoreScale(scores, area);
  const x = scaleBand<number>({
    domain: rounds.map((_, index) => index),
    range: [area.left, area.right],
    padding: 0.2,
  });
  const half = Math.min(x.bandwidth() / 2, 8);
  const marks = rounds.map(({ champion, challenger, isWon }, index) => ({
    left: x(index) ?? area.left,
    center: (x(index) ?? area.left) + x.bandwidth() / 2,
    champion: y(toDrawable(champion)),
    challenger: y(toDrawable(challenger)),
    isWon,
  }));
  const labelled = Math.ceil(rounds.length / (area.isNarrow ? 8 : 16));
  return (
    <>
      <ScoreAxis scale={y} area={area} />
      {[true, false].map((isWon) => (
        <path
          key={String(isWon)}
          d={marks
            .filter((mark) => mark.isWon === isWon)
            .map(({ center, champion, challenger }) =>
              box({ x: center - half / 2, y: champion, width: half, height: challenger - champion }),
            )
            .join('')}
          fill={isWon ? 'var(--champion-wash)' : 'var(--fault-wash)'}
        />
      ))}
      <path
        d={marks
          .map(({ center, champion }) =>
            box({ x: center - half, y: champion - 1.5, width: 2 * half, height: 3 }),
          )
          .join('')}
        fill="var(--champion)"
      />
      {[true, false].map((isWon) => (
        <path
          key={String(isWon)}
          d={marks
            .filter((mark) => mark.isWon === isWon)
            .map(({ center, challenger }) => `M${short(center)} ${short(challenger - 5)}l5 5l-5 5l-5 -5Z`)
            .join('')}
          stroke="var(--challenger)"
          strokeWidth={2}
          fill={isWon ? 'var(--challenger)' : 'var(--paper)'}
        />
      ))}
      {marks.map(({ center }, index) =>
        index % labelled === 0 ? (
          <text key={index} {...TICK_LABEL} x={short(center)} y={area.bottom + 18} textAnchor="middle">
            {index + 1}
          </text>
        ) : null,
      )}
      <g fill="transparent">
        {rounds.map(({ champion, challenger, isWon }, index) => (
          <rect
            key={index}
            data-hint={`Round ${index + 1}: champion ${formatScore(champion).short}, challenger ${formatScore(challenger).short}${isWon ? ', won' : ''}`}
            x={short(marks[index]?.left ?? area.left)}
            y={area.top}
            width={short(x.bandwidth())}
            height={area.bottom - area.top}
          />
        ))}
      </g>
    </>
  );
}

/** A rectangle of a path. */
function box({ x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>): string {
  return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
}

/** A tenth of a unit is less than can be seen. */
function short(value: number): number {
  return Number(value.toFixed(1));
}
