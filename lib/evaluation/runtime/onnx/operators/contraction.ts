import { OTHER_WORK } from '../../model/cost.ts';
import { type GraphShape, amountOf, fixed, formatShape, isEqual, isOne, productOf } from '../value.ts';
import { type NodeContext, type Operator, broadcast, floats, sizeOf } from './operator.ts';
import { windowOf } from './window.ts';

/** Operators that multiply and add over a shared dimension. */
export const CONTRACTION_OPERATORS: { readonly [opType: string]: Operator } = {
  MatMul: {
    inputs: [2, 2],
    plan(context) {
      const [left, right] = [context.floats(0).shape, context.floats(1).shape];
      if (left.length === 0 || right.length === 0) return context.fail('it takes a single number');
      const a = left.length === 1 ? [fixed(1), ...left] : left;
      const b = right.length === 1 ? [...right, fixed(1)] : right;
      const [rows, shared] = [a.at(-2) ?? fixed(1), a.at(-1) ?? fixed(1)];
      const [sharedToo, columns] = [b.at(-2) ?? fixed(1), b.at(-1) ?? fixed(1)];
      if (!isEqual(shared, sharedToo)) {
        return context.fail(`${formatShape(left)} and ${formatShape(right)} do not multiply`);
      }
      const batches = broadcast(context, a.slice(0, -2), b.slice(0, -2));
      const shape = [
        ...batches,
        ...(left.length === 1 ? [] : [rows]),
        ...(right.length === 1 ? [] : [columns]),
      ];
      return {
        outputs: [floats(shape)],
        multiplyAdds: contracted(context, shape, [shared]),
        otherWork: amountOf(batches, OTHER_WORK.perMatrix),
      };
    },
  },
  Gemm: {
    attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' },
    inputs: [2, 3],
    plan(context) {
      const [left, right] = [context.floats(0).shape, context.floats(1).shape];
      if (left.length !== 2 || right.length !== 2) return context.fail('it takes matrices');
      const a = context.int('transA', 0) === 0 ? left : [...left].reverse();
      const b = context.int('transB', 0) === 0 ? right : [...right].reverse();
      const [rows = fixed(1), shared = fixed(1)] = a;
      const [sharedToo = fixed(1), columns = fixed(1)] = b;
      if (!isEqual(shared, sharedToo)) {
        return context.fail(`${formatShape(a)} and ${formatShape(b)} do not multiply`);
      }
      const shape = [rows, columns];
      const added = context.optional(2) && context.floats(2).shape;
      if (added) {
        const sum = broadcast(context, shape, added);
        if (sum.length !== 2 || sum.some((size, axis) => !isEqual(size, shape[axis] ?? fixed(1)))) {
          return context.fail(`${formatShape(added)} cannot be added to ${formatShape(shape)}`);
        }
      }
      return { outputs: [floats(shape)], multiplyAdds: contracted(context, shape, [shared]) };
    },
  },
  Conv: {
    attributes: {
      auto_pad: 'text',
      dilations: 'ints',
      group: 'int',
      kernel_shape: 'ints',
      pads: 'ints',
      strides: 'ints',
    },
    inputs: [2, 3],
    plan(context) {
      const [image, weight] = [context.floats(0).shape, context.floats(1).shape];
      const [samples = fixed(1), channelDimension, ...lengths] = image;
      const directions = lengths.length;
      if (directions < 1 || directions > 3 || weight.length !== image.length) {
        return context.fail(`${formatShape(image)} and ${formatShape(weight)} do not convolve`);
      }
      const channels = sizeOf(context, channelDimension, 'number of channels');
      const [outChannels = 1, groupChannels = 1, ...kernel] = weight.map((size) =>
        sizeOf(context, size, 'kernel'),
      );
      const groups = context.int('group', 1);
      if (groups < 1 || groupChannels * groups !== channels || outChannels % groups !== 0) {
        return context.fail(`${channels} channels do not fit ${groups} groups of ${groupChannels}`);
      }
      const given = context.ints('kernel_shape');
      if (given && given.join() !== kernel.join())
        return context.fail('kernel_shape is not that of its weight');
      if (context.optional(2)) {
        const [bias, ...more] = context.floats(2).shape;
        if (!bias || more.length > 0 || !isEqual(bias, fixed(outChannels))) {
          return context.fail('its bias does not fit its weight');
        }
      }
      const shape = [samples, fixed(outChannels), ...windowOf(context, lengths, kernel).lengths.map(fixed)];
      return {
        outputs: [floats(shape)],
        multiplyAdds: contracted(context, shape, [groupChannels, ...kernel].map(fixed)),
        otherWork: amountOf([samples, fixed(groups)], OTHER_WORK.perGroup),
      };
    },
  },
};

/** The multiply–adds of a result of which each element is a sum over `shared`. */
function contracted(context: NodeContext, result: GraphShape, shared: GraphShape) {
  const batches = [...result, ...shared].filter((size) => size.isBatch && !isOne(size)).length;
  if (batches > 1) return context.fail('its work grows with the square of the batch');
  const { size, isBatch } = productOf(shared);
  const perElement = amountOf(result, size);
  return isBatch ? { sample: perElement.sample + perElement.run, run: 0 } : perElement;
}
