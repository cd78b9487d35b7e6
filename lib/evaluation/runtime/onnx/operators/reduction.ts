import { OTHER_WORK } from '../../model/cost.ts';
import { amountOf, fixed } from '../value.ts';
import { type NodeContext, type Operator, axesOf, floats, knownNumbers } from './operator.ts';

const reduction: Operator = {
  attributes: { axes: 'ints', keepdims: 'int', noop_with_empty_axes: 'int' },
  inputs: [1, 2],
  plan(context) {
    const { shape } = context.floats(0);
    const given = givenAxes(context);
    if (!given && context.int('noop_with_empty_axes', 0) !== 0) return context.fail('it reduces nothing');
    const axes = axesOf(context, given ?? shape.map((_, axis) => axis), shape.length);
    const keepsDimensions = context.int('keepdims', 1) !== 0;
    return {
      outputs: [
        floats(
          shape.flatMap((size, axis) => (axes.has(axis) ? (keepsDimensions ? [fixed(1)] : []) : [size])),
        ),
      ],
      otherWork: amountOf(
        shape,
        context.opType === 'ReduceLogSumExp' ? OTHER_WORK.perLogSum : OTHER_WORK.perReduced,
      ),
    };
  },
};

export const REDUCTION_OPERATORS: { readonly [opType: string]: Operator } = {
  ReduceL1: reduction,
  ReduceL2: reduction,
  ReduceLogSumExp: reduction,
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceMin: reduction,
  ReduceSum: reduction,
  ReduceSumSquare: reduction,
};

/** An attribute until operator set 17 (of ReduceSum: 12), an input since. */
function givenAxes(context: NodeContext): readonly number[] | undefined {
  const isInput = context.opset >= 18 || context.opType === 'ReduceSum';
  if (isInput === context.has('axes')) {
    return isInput
      ? context.fail('its axes must be an input')
      : context.optional(1) && context.fail('its axes must be an attribute');
  }
  if (!isInput) return context.ints('axes');
  const axes = context.optional(1) ? knownNumbers(context, 1, 'axes') : undefined;
  return axes?.length === 0 ? undefined : axes;
}
