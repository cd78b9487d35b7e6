import { toDrawable } from '#components/chart/drawable.ts';
import { formatScore } from '#components/value/format-score.ts';
import type { PreviewRound } from '#hooks/wizard/use-preview.ts';

/** The score of each round as a bar, with the target across; places for the rounds to come are kept. */
export function PreviewChart({
  rounds,
  total,
  targetScore,
}: {
  rounds: readonly PreviewRound[];
  total: number;
  targetScore: bigint | undefined;
}) {
  const target = targetScore === undefined ? undefined : toDrawable(targetScore);
  return (
    <figure>
      <div
        role="img"
        aria-label={`Scores of ${rounds.length} of ${total} rounds: ${rounds.map(({ score }) => formatScore(score).short).join(', ')}`}
        className="relative ml-8 h-40 border-b border-l border-rule-strong"
      >
        {[0, 0.5, 1].map((tick) => (
          <span
            key={tick}
            aria-hidden
            className="absolute inset-x-0 border-t border-rule"
            style={{ bottom: `${100 * tick}%` }}
          >
            <span className="absolute -left-8 w-6 -translate-y-1/2 text-right text-note text-ink-3">
              {tick}
            </span>
          </span>
        ))}
        <div className="absolute inset-0 flex items-end gap-px px-1">
          {Array.from({ length: total }, (_, index) => {
            const round = rounds[index];
            return (
              <div
                key={index}
                className="flex h-full min-w-0 grow items-end justify-center"
                data-hint={
                  round && `Round ${index + 1}: ${round.error ? 'failed' : formatScore(round.score).short}`
                }
              >
                {round ? (
                  <span
                    className={`w-full max-w-6 ${round.error ? 'bg-fault' : 'bg-champion'}`}
                    style={{ height: `max(2px, ${100 * toDrawable(round.score)}%)` }}
                  />
                ) : null}
              </div>
            );
          })}
        </div>
        {target === undefined ? null : (
          <span
            aria-hidden
            className="absolute inset-x-0 border-t border-dashed border-challenger"
            style={{ bottom: `${100 * target}%` }}
          />
        )}
      </div>
      <figcaption className="mt-1.5 ml-8 flex flex-wrap justify-between gap-x-4 text-note text-ink-3">
        <span>Score of each round</span>
        {target === undefined ? null : <span>dashed: the target</span>}
      </figcaption>
    </figure>
  );
}
