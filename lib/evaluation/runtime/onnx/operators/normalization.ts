import { OTHER_WORK } from '../../model/cost.ts';
import { type GraphShape, amountOf, fixed, formatShape } from '../value.ts';
import { type NodeContext, type Operator, axisOf, floats, requireShape, sizeOf } from './operator.ts';

const softmax: Operator = {
  attributes: { axis: 'int' },
  inputs: [1, 1],
  plan(context) {
    const { shape } = context.floats(0);
    axisOf(context, context.int('axis', -1), shape.length);
    return { outputs: [floats(shape)], otherWork: amountOf(shape, OTHER_WORK.perFunction) };
  },
};

export const NORMALIZATION_OPERATORS: { readonly [opType: string]: Operator } = {
  Softmax: softmax,
  LogSoftmax: softmax,
  BatchNormalization: {
    attributes: { epsilon: 'float', momentum: 'float', training_mode: 'int' },
    inputs: [5, 5],
    plan(context) {
      if (context.int('training_mode', 0) !== 0 || context.outputCount > 1) {
        return context.fail('it must not be in training mode');
      }
      const { shape } = context.floats(0);
      const channels = channelsOf(context, shape);
      for (const index of [1, 2, 3, 4]) requireShape(context, index, [fixed(channels)]);
      return { outputs: [floats(shape)], multiplyAdds: amountOf(shape) };
    },
  },
  InstanceNormalization: {
    attributes: { epsilon: 'float' },
    inputs: [3, 3],
    plan(context) {
      const { shape } = context.floats(0);
      if (shape.length < 3) return context.fail(`its input is ${formatShape(shape)}`);
      const channels = channelsOf(context, shape);
      for (const index of [1, 2]) requireShape(context, index, [fixed(channels)]);
      return { outputs: [floats(shape)], multiplyAdds: amountOf(shape, 2) };
    },
  },
  LayerNormalization: {
    attributes: { axis: 'int', epsilon: 'float', stash_type: 'int' },
    inputs: [2, 3],
    plan(context) {
      if (context.outputCount > 1) return context.fail('its statistics cannot be used');
      if (context.int('stash_type', 1) !== 1) return context.fail('stash_type must be 1');
      const { shape } = context.floats(0);
      const axis = axisOf(context, context.int('axis', -1), shape.length);
      const normalized = shape.slice(axis);
      if (normalized.some(({ isBatch }) => isBatch)) return context.fail('it normalizes over the batch');
      requireShape(context, 1, normalized);
      if (context.optional(2)) requireShape(context, 2, normalized);
      return {
        outputs: [floats(shape)],
        multiplyAdds: amountOf(shape, 2),
        otherWork: amountOf(shape.slice(0, axis), OTHER_WORK.perRow),
      };
    },
  },
};

function channelsOf(context: NodeContext, shape: GraphShape): number {
  if (shape.length < 2) return context.fail(`its input is ${formatShape(shape)}`);
  return sizeOf(context, shape[1], 'number of channels');
}
