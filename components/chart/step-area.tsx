import { AreaClosed, LinePath } from '@visx/shape';
import { scaleLinear } from '@visx/scale';

type Step = { x: number; y: number };

/** A line of steps with its area: each value holds until the next one comes. */
export function StepArea({
  steps,
  right,
  bottom,
}: {
  steps: readonly Step[];
  /** How far the last value holds. */
  right: number;
  bottom: number;
}) {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const corners = steps.flatMap((step, index) => {
    const before = steps[index - 1];
    return before === undefined ? [step] : [{ x: step.x, y: before.y }, step];
  });
  const common = {
    data: [...corners, { x: right, y: last.y }],
    x: ({ x }: Step) => x,
    y: ({ y }: Step) => y,
  };
  return (
    <g aria-hidden>
      <AreaClosed<Step>
        {...common}
        yScale={scaleLinear<number>({ domain: [0, 1], range: [bottom, 0] })}
        fill="var(--champion-wash)"
        fillOpacity={0.6}
      />
      <LinePath<Step> {...common} stroke="var(--champion)" strokeWidth={2} />
    </g>
  );
}
