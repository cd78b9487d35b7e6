import { AxisLeft } from '@visx/axis';
import { GridRows } from '@visx/grid';
import { scaleLinear } from '@visx/scale';
import type { ChartArea } from './chart-frame.tsx';

const TICKS = 5;
/** Room above the highest and beneath the lowest value, as a share of the height. */
const PADDING = 0.1;

export type ScoreScale = ReturnType<typeof scaleLinear<number>>;

/** The scale of scores from the lowest to the highest of some, with a little room around. */
export function scoreScale(values: readonly number[], { top, bottom }: ChartArea): ScoreScale {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const margin = (highest - lowest || 0.01) * PADDING;
  return scaleLinear<number>({ domain: [lowest - margin, highest + margin], range: [bottom, top] });
}

/** Lines and numbers of a scale of scores. */
export function ScoreAxis({ scale, area }: { scale: ScoreScale; area: ChartArea }) {
  const tickValues = scale.ticks(TICKS);
  return (
    <g aria-hidden>
      <GridRows
        scale={scale}
        tickValues={tickValues}
        left={area.left}
        width={area.right - area.left}
        stroke="var(--rule)"
      />
      <AxisLeft
        scale={scale}
        left={area.left}
        tickValues={tickValues}
        tickFormat={scale.tickFormat(TICKS)}
        hideTicks
        stroke="var(--rule-strong)"
        tickLabelProps={{ ...TICK_LABEL, textAnchor: 'end', dx: -6, dy: '0.32em' }}
      />
    </g>
  );
}

/** How numbers on an axis are written. */
export const TICK_LABEL = {
  fill: 'var(--ink-3)',
  fontSize: 12,
  fontFamily: 'inherit',
} as const;
