import { AxisBottom } from '@visx/axis';
import { scaleUtc } from '@visx/scale';
import { Line } from '@visx/shape';
import Link from 'next/link';
import { formatScore } from '#components/value/format-score.ts';
import { formatAbsolute } from '#components/value/format-time.ts';
import { type ChartArea, ChartFrame } from './chart-frame.tsx';
import { toDrawable } from './drawable.ts';
import { ScoreAxis, TICK_LABEL, scoreScale } from './score-axis.tsx';
import { StepArea } from './step-area.tsx';

/** A champion in the chart. */
export type LineagePoint = {
  href: string;
  name: string;
  /** Unix seconds. */
  since: number;
  /** 1e18 = 1. */
  score: bigint;
};

/** The champions' scores over time: a line of steps from the baseline towards the target. The table says the same. */
export function LineageChart(parameters: {
  points: readonly LineagePoint[];
  targetScore: bigint;
  until: number;
}) {
  const { points, targetScore } = parameters;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const label = `${points.length} ${points.length === 1 ? 'champion' : 'champions'}; the baseline scores ${formatScore(first.score).short}, the champion ${formatScore(last.score).short}, the target is ${formatScore(targetScore).short}.`;
  return (
    <ChartFrame
      label={label}
      height={{ wide: 300, narrow: 240 }}
      isInteractive
      draw={(area) => <Lineage {...parameters} area={area} beginning={first.since} />}
    />
  );
}

function Lineage({
  points,
  targetScore,
  until,
  area,
  beginning,
}: {
  points: readonly LineagePoint[];
  targetScore: bigint;
  until: number;
  area: ChartArea;
  beginning: number;
}) {
  const target = toDrawable(targetScore);
  const y = scoreScale([target, ...points.map(({ score }) => toDrawable(score))], area);
  const end = Math.max(until, beginning + 1);
  const x = scaleUtc<number>({
    domain: [new Date(beginning * 1000), new Date(end * 1000)],
    range: [area.left, area.right],
  });
  const at = (seconds: number) => x(new Date(seconds * 1000));
  const steps = points.map(({ since, score }) => ({ x: at(since), y: y(toDrawable(score)) }));
  return (
    <>
      <ScoreAxis scale={y} area={area} />
      <StepArea steps={steps} right={at(end)} bottom={area.bottom} />
      <g aria-hidden>
        <AxisBottom
          scale={x}
          top={area.bottom}
          numTicks={area.isNarrow ? 3 : 6}
          stroke="var(--rule-strong)"
          tickStroke="var(--rule-strong)"
          tickLength={4}
          tickLabelProps={{ ...TICK_LABEL, textAnchor: 'middle', dy: '0.1em' }}
        />
        <Line
          from={{ x: area.left, y: y(target) }}
          to={{ x: area.right, y: y(target) }}
          stroke="var(--ink-2)"
          strokeDasharray="4 4"
        />
        <text {...TICK_LABEL} x={area.right} y={y(target) - 5} textAnchor="end" fill="var(--ink-2)">
          target {formatScore(targetScore).short}
        </text>
      </g>
      {points.map(({ href, name, since, score }, index) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-label={`${name}: ${formatScore(score).short}`}
          data-hint={`${name}: ${formatScore(score).short}, ${formatAbsolute(since)}`}
        >
          {/* What can be hit is larger than what is seen. */}
          <circle cx={steps[index]?.x} cy={steps[index]?.y} r={12} fill="transparent" />
          <circle
            cx={steps[index]?.x}
            cy={steps[index]?.y}
            r={4}
            stroke="var(--champion)"
            strokeWidth={2}
            fill={index === points.length - 1 ? 'var(--champion)' : 'var(--paper)'}
          />
        </Link>
      ))}
    </>
  );
}
