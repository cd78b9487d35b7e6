import type { LossPoint } from '#hooks/training/training-messages.ts';

/** Losses below it are drawn as if they were it: a logarithm knows no zero. */
const LEAST_LOSS = 1e-9;

/** The loss as training goes on, in powers of ten: each step downwards is worth the same. */
export function LossChart({
  points,
  steps,
  lossName,
}: {
  points: readonly LossPoint[];
  steps: number;
  lossName: string;
}) {
  const heights = points.map(({ loss }) => Math.log10(Math.max(loss, LEAST_LOSS)));
  const low = Math.floor(Math.min(0, ...heights) * 2) / 2;
  const high = Math.ceil(Math.max(0.5, ...heights) * 2) / 2;
  const y = (height: number) => (100 * (high - height)) / (high - low);
  const ticks = Array.from(
    { length: Math.floor(high) - Math.ceil(low) + 1 },
    (_, index) => Math.ceil(low) + index,
  );
  const path = points
    .map(({ step }, index) => `${index === 0 ? 'M' : 'L'}${(100 * step) / steps} ${y(heights[index] ?? 0)}`)
    .join(' ');
  const last = points.at(-1);
  return (
    <figure>
      <div
        role="img"
        aria-label={
          last ? `${lossName} ${formatLoss(last.loss)} after ${last.step} of ${steps} steps` : lossName
        }
        className="relative ml-14 h-44 border-b border-l border-rule-strong"
      >
        {ticks.map((tick) => (
          <div key={tick} className="absolute inset-x-0 border-t border-rule" style={{ top: `${y(tick)}%` }}>
            <span className="absolute -left-14 w-12 -translate-y-1/2 text-right text-note text-ink-3">
              {tick < -4 ? `1e${tick}` : Number((10 ** tick).toPrecision(1))}
            </span>
          </div>
        ))}
        <svg
          aria-hidden
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          <path
            d={path}
            fill="none"
            stroke="var(--challenger)"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </div>
      <figcaption className="mt-1.5 ml-14 flex justify-between gap-4 text-note text-ink-3">
        <span>{lossName}</span>
        <span>
          {last ? `${formatLoss(last.loss)} after ${last.step} of ${steps} steps` : `${steps} steps`}
        </span>
      </figcaption>
    </figure>
  );
}

function formatLoss(loss: number): string {
  return loss.toPrecision(3);
}
