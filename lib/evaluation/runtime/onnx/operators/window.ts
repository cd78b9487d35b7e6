import type { GraphShape } from '../value.ts';
import { type NodeContext, sizeOf } from './operator.ts';

const MAX_PAD = 1024;

/** How many windows fit in each direction, for convolutions and pooling alike. */
export function windowOf(
  context: NodeContext,
  lengths: GraphShape,
  kernel: readonly number[],
): { lengths: readonly number[]; pads: readonly number[] } {
  const { fail } = context;
  const directions = lengths.length;
  const padding = context.text('auto_pad', 'NOTSET');
  if (padding !== 'NOTSET' && padding !== 'VALID') return fail(`auto_pad is ${JSON.stringify(padding)}`);
  if (context.int('ceil_mode', 0) !== 0) return fail('ceil_mode must be 0');
  const numbers = (name: string, count: number, otherwise: number, least: number): readonly number[] => {
    const given = context.ints(name) ?? Array.from({ length: count }, () => otherwise);
    const fits = given.length === count && given.every((value) => value >= least);
    return fits ? given : fail(`its ${name} do not fit its input`);
  };
  const strides = numbers('strides', directions, 1, 1);
  const dilations = numbers('dilations', directions, 1, 1);
  const pads = numbers('pads', 2 * directions, 0, 0);
  if (pads.some((value) => value > MAX_PAD || (padding === 'VALID' && value > 0))) {
    return fail('its pads are too large');
  }
  if (kernel.length !== directions) return fail('its kernel does not fit its input');
  return {
    pads,
    lengths: lengths.map((dimension, axis) => {
      const length =
        sizeOf(context, dimension, 'length') + (pads[axis] ?? 0) + (pads[axis + directions] ?? 0);
      const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
      if (reach < 1 || reach > length)
        return fail(`its window of ${reach} is larger than its input of ${length}`);
      return Math.floor((length - reach) / (strides[axis] ?? 1)) + 1;
    }),
  };
}
