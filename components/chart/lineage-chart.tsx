import Link from 'next/link';
import { formatScore } from '#components/value/format-score.ts';
import { formatAbsolute } from '#components/value/format-time.ts';
import { formatTick, roundTicks, toDrawable } from './scale.ts';

/** A champion in the chart. */
export type LineagePoint = {
  href: string;
  name: string;
  /** Unix seconds. */
  since: number;
  /** 1e18 = 1. */
  score: bigint;
};

/** Room above the target and beneath the baseline, as a share of the height. */
const PADDING = 0.08;

/**
 * The champions' scores over time: a line of steps from the baseline towards the target. Drawn on the server: lines in
 * an SVG that stretches, text and points above it in HTML that does not.
 */
export function LineageChart(parameters: {
  points: readonly LineagePoint[];
  targetScore: bigint;
  until: number;
}) {
  const { points, targetScore, until } = parameters;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const target = toDrawable(targetScore);
  const scores = points.map(({ score }) => toDrawable(score));
  const lowest = Math.min(target, ...scores);
  const highest = Math.max(target, ...scores);
  const margin = (highest - lowest || 1) * PADDING;
  const low = lowest - margin;
  const high = highest + margin;
  const span = Math.max(1, until - first.since);
  const x = (since: number) => (100 * (since - first.since)) / span;
  const y = (score: number) => (100 * (high - score)) / (high - low);
  const ticks = roundTicks({ low, high });
  const path = points
    .map(
      ({ since }, index) =>
        `${index === 0 ? 'M' : 'H'}${x(since)} ${index === 0 ? '' : 'V'}${y(scores[index] ?? 0)}`,
    )
    .join(' ');
  const summary = `${points.length} champions; the baseline scores ${formatScore(first.score).short}, the champion ${formatScore(last.score).short}, the target is ${formatScore(targetScore).short}.`;

  return (
    <figure>
      <div
        className="relative ml-14 h-60 border-b border-l border-rule-strong sm:h-72"
        role="group"
        aria-label={summary}
      >
        {ticks.map((tick) => (
          <div
            key={tick}
            aria-hidden
            className="absolute inset-x-0 border-t border-rule"
            style={{ top: `${y(tick)}%` }}
          >
            <span className="absolute -left-14 w-12 -translate-y-1/2 text-right text-note text-ink-3">
              {formatTick(tick, ticks)}
            </span>
          </div>
        ))}
        <div
          aria-hidden
          className="absolute inset-x-0 border-t border-dashed border-ink-2"
          style={{ top: `${y(target)}%` }}
        >
          <span className="absolute right-1 bottom-0.5 bg-paper/80 px-1 text-note text-ink-2">
            target {formatScore(targetScore).short}
          </span>
        </div>
        <svg
          aria-hidden
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          <path d={`${path} H100 V100 H0 Z`} fill="var(--champion-wash)" opacity="0.6" />
          <path
            d={`${path} H100`}
            fill="none"
            stroke="var(--champion)"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {points.map(({ href, name, since, score }, index) => (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-label={`${name}: ${formatScore(score).short}`}
            data-hint={`${name}: ${formatScore(score).short}, ${formatAbsolute(since)}`}
            className="absolute flex size-6 -translate-1/2 items-center justify-center rounded-full"
            style={{ left: `${x(since)}%`, top: `${y(scores[index] ?? 0)}%` }}
          >
            <span
              className={`size-2 rounded-full border-2 border-champion ${index === points.length - 1 ? 'bg-champion' : 'bg-paper'}`}
            />
          </Link>
        ))}
      </div>
      <figcaption className="mt-1.5 ml-14 flex justify-between gap-4 text-note text-ink-3">
        <span>{formatAbsolute(first.since).slice(0, 16)}</span>
        <span className="text-right">{formatAbsolute(until).slice(0, 16)} UTC</span>
      </figcaption>
    </figure>
  );
}
