import { type GraphShape, amountOf, fixed, formatShape } from '../value.ts';
import { type NodeContext, type Operator, floats } from './operator.ts';
import { windowOf } from './window.ts';

const WINDOW_ATTRIBUTES = {
  auto_pad: 'text',
  ceil_mode: 'int',
  dilations: 'ints',
  kernel_shape: 'ints',
  pads: 'ints',
  strides: 'ints',
} as const;

const pooling = (attributes: Operator['attributes']): Operator => ({
  attributes: { ...WINDOW_ATTRIBUTES, ...attributes },
  inputs: [1, 1],
  plan(context) {
    const { before, lengths } = imageOf(context);
    if (context.int('storage_order', 0) !== 0) return context.fail('storage_order must be 0');
    if (context.outputCount > 1) return context.fail('its positions cannot be used');
    const kernel = context.ints('kernel_shape') ?? context.fail('it has no kernel_shape');
    const window = windowOf(context, lengths, kernel);
    // A window that lies in the padding alone has no largest element.
    if (window.pads.some((pad, index) => pad >= (kernel[index % kernel.length] ?? 1))) {
      return context.fail('its pads are not smaller than its windows');
    }
    const shape = [...before, ...window.lengths.map(fixed)];
    return {
      outputs: [floats(shape)],
      otherWork: amountOf(
        shape,
        kernel.reduce((product, size) => product * size, 1),
      ),
    };
  },
});

const globalPooling: Operator = {
  inputs: [1, 1],
  plan(context) {
    const { shape, before, lengths } = imageOf(context);
    return {
      outputs: [floats([...before, ...lengths.map(() => fixed(1))])],
      otherWork: amountOf(shape),
    };
  },
};

export const POOLING_OPERATORS: { readonly [opType: string]: Operator } = {
  MaxPool: pooling({ storage_order: 'int' }),
  AveragePool: pooling({ count_include_pad: 'int' }),
  GlobalMaxPool: globalPooling,
  GlobalAveragePool: globalPooling,
};

/** Samples and channels, and the directions behind them. */
function imageOf(context: NodeContext): { shape: GraphShape; before: GraphShape; lengths: GraphShape } {
  const { shape } = context.floats(0);
  if (shape.length < 3 || shape.length > 5 || shape.slice(2).some(({ isBatch }) => isBatch)) {
    return context.fail(`its input is ${formatShape(shape)}, it needs [batch, channels, …lengths]`);
  }
  return { shape, before: shape.slice(0, 2), lengths: shape.slice(2) };
}
