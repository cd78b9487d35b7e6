import { formatScore } from '#components/value/format-score.ts';
import { formatTick, roundTicks, toDrawable } from './scale.ts';

/** The scores of one round, 1e18 = 1. */
export type RoundPair = { champion: bigint; challenger: bigint; isWon: boolean };

/** Champion and challenger, round by round: a bar for the champion, a diamond for the challenger. */
export function RoundsChart({ name, rounds }: { name: string; rounds: readonly RoundPair[] }) {
  const scores = rounds.flatMap(({ champion, challenger }) => [toDrawable(champion), toDrawable(challenger)]);
  const lowest = Math.min(...scores);
  const highest = Math.max(...scores);
  const margin = (highest - lowest || 0.01) * 0.12;
  const low = lowest - margin;
  const high = highest + margin;
  const y = (score: bigint) => (100 * (high - toDrawable(score))) / (high - low);
  const ticks = roundTicks({ low, high });
  const wins = rounds.filter(({ isWon }) => isWon).length;
  return (
    <figure>
      <div
        role="img"
        aria-label={`${name}: the challenger won ${wins} of ${rounds.length}`}
        className="relative ml-14 h-36 border-b border-l border-rule-strong"
      >
        {ticks.map((tick) => (
          <div
            key={tick}
            className="absolute inset-x-0 border-t border-rule"
            style={{ top: `${(100 * (high - tick)) / (high - low)}%` }}
          >
            <span className="absolute -left-14 w-12 -translate-y-1/2 text-right text-note text-ink-3">
              {formatTick(tick, ticks)}
            </span>
          </div>
        ))}
        <div className="absolute inset-0 flex">
          {rounds.map(({ champion, challenger, isWon }, index) => {
            const [top, bottom] = [y(champion), y(challenger)].sort((a, b) => a - b);
            return (
              <div
                key={index}
                className="relative h-full grow"
                data-hint={`Round ${index + 1}: champion ${formatScore(champion).short}, challenger ${formatScore(challenger).short}${isWon ? ', won' : ''}`}
              >
                <span
                  className={`absolute left-1/2 w-1.5 -translate-x-1/2 ${isWon ? 'bg-champion-wash' : 'bg-fault-wash'}`}
                  style={{ top: `${top ?? 0}%`, height: `${(bottom ?? 0) - (top ?? 0)}%` }}
                />
                <span
                  className="absolute left-1/2 h-[3px] w-3 -translate-1/2 bg-champion"
                  style={{ top: `${y(champion)}%` }}
                />
                <span
                  className={`absolute left-1/2 size-2 -translate-1/2 rotate-45 border-2 border-challenger ${isWon ? 'bg-challenger' : 'bg-paper'}`}
                  style={{ top: `${y(challenger)}%` }}
                />
              </div>
            );
          })}
        </div>
      </div>
      <figcaption className="mt-1.5 ml-14 flex justify-between gap-4 text-note text-ink-3">
        <span>{name}</span>
        <span>a filled diamond is a round won</span>
      </figcaption>
    </figure>
  );
}
