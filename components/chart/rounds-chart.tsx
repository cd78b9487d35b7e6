import { scaleBand } from '@visx/scale';
import { Bar } from '@visx/shape';
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
      <RoundsTable name={name} rounds={rounds} />
    </figure>
  );
}

function Rounds({ rounds, area }: { rounds: readonly RoundPair[]; area: ChartArea }) {
  const scores = rounds.flatMap(({ champion, challenger }) => [toDrawable(champion), toDrawable(challenger)]);
  const y = scoreScale(scores, area);
  const x = scaleBand<number>({
    domain: rounds.map((_, index) => index),
    range: [area.left, area.right],
    padding: 0.2,
  });
  const labelled = Math.ceil(rounds.length / (area.isNarrow ? 8 : 32));
  return (
    <>
      <ScoreAxis scale={y} area={area} />
      {rounds.map(({ champion, challenger, isWon }, index) => {
        const left = x(index) ?? area.left;
        const center = left + x.bandwidth() / 2;
        const half = Math.min(x.bandwidth() / 2, 8);
        const championAt = y(toDrawable(champion));
        const challengerAt = y(toDrawable(challenger));
        return (
          <g
            key={index}
            data-hint={`Round ${index + 1}: champion ${formatScore(champion).short}, challenger ${formatScore(challenger).short}${isWon ? ', won' : ''}`}
          >
            <Bar
              x={left}
              y={area.top}
              width={x.bandwidth()}
              height={area.bottom - area.top}
              fill="transparent"
            />
            <Bar
              x={center - half / 2}
              y={Math.min(championAt, challengerAt)}
              width={half}
              height={Math.abs(championAt - challengerAt)}
              fill={isWon ? 'var(--champion-wash)' : 'var(--fault-wash)'}
            />
            <Bar x={center - half} y={championAt - 1.5} width={2 * half} height={3} fill="var(--champion)" />
            <path
              d={`M${center} ${challengerAt - 5}l5 5l-5 5l-5 -5Z`}
              stroke="var(--challenger)"
              strokeWidth={2}
              fill={isWon ? 'var(--challenger)' : 'var(--paper)'}
            />
            {index % labelled === 0 ? (
              <text {...TICK_LABEL} x={center} y={area.bottom + 18} textAnchor="middle">
                {index + 1}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
}
