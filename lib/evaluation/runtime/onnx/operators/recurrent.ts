import { OTHER_WORK } from '../../model/cost.ts';
import { type Amount, type GraphShape, amountOf, fixed, formatShape } from '../value.ts';
import { type NodeContext, type Operator, floats, requireShape, sizeOf } from './operator.ts';

const ACTIVATIONS: readonly string[] = ['Relu', 'Sigmoid', 'Tanh'];

/** Layers that go through a sequence step by step; the number of steps is fixed by the graph. */
const recurrent = ({
  gates,
  inputs,
  attributes,
}: {
  gates: number;
  inputs: number;
  attributes: Operator['attributes'];
}): Operator => ({
  attributes: {
    activations: 'texts',
    clip: 'float',
    direction: 'text',
    hidden_size: 'int',
    layout: 'int',
    ...attributes,
  },
  inputs: [3, inputs],
  plan(context) {
    const { shape } = context.floats(0);
    const [stepDimension, batch = fixed(1), inputDimension] = shape;
    if (shape.length !== 3) return context.fail(`its input is ${formatShape(shape)}`);
    const steps = sizeOf(context, stepDimension, 'number of steps');
    const inputSize = sizeOf(context, inputDimension, 'input size');
    const hidden = context.int('hidden_size', 0);
    if (hidden < 1) return context.fail('it has no hidden_size');
    const directions = directionsOf(context);
    checkAttributes(context);
    const weights = (...sizes: number[]): GraphShape => [directions, ...sizes].map(fixed);
    requireShape(context, 1, weights(gates * hidden, inputSize));
    requireShape(context, 2, weights(gates * hidden, hidden));
    if (context.optional(3)) requireShape(context, 3, weights(2 * gates * hidden));
    if (context.optional(4)) return context.fail('sequences of different lengths are not allowed');
    const state = [fixed(directions), batch, fixed(hidden)];
    for (const index of [5, 6]) if (context.optional(index)) requireShape(context, index, state);
    if (context.optional(7)) requireShape(context, 7, weights(3 * hidden));
    const sequence = [fixed(steps), ...state];
    const isLstm = context.opType === 'LSTM';
    return {
      outputs: [floats(sequence), floats(state), ...(isLstm ? [floats(state)] : [])],
      multiplyAdds: amountOf(sequence, gates * (inputSize + hidden)),
      otherWork: recurrentWork(sequence, gates),
      calls: steps * directions,
    };
  },
});

export const RECURRENT_OPERATORS: { readonly [opType: string]: Operator } = {
  RNN: recurrent({ gates: 1, inputs: 6, attributes: {} }),
  GRU: recurrent({ gates: 3, inputs: 6, attributes: { linear_before_reset: 'int' } }),
  LSTM: recurrent({ gates: 4, inputs: 8, attributes: { input_forget: 'int' } }),
};

/** Every gate of every state has its activation, and every step begins anew for every sample. */
function recurrentWork(sequence: GraphShape, gates: number): Amount {
  const perGate = amountOf(sequence, OTHER_WORK.perGate * gates);
  const perStep = amountOf(sequence.slice(0, -1), OTHER_WORK.perStep);
  return { sample: perGate.sample + perStep.sample, run: perGate.run + perStep.run };
}

function directionsOf(context: NodeContext): 1 | 2 {
  const direction = context.text('direction', 'forward');
  if (direction === 'bidirectional') return 2;
  return direction === 'forward' || direction === 'reverse'
    ? 1
    : context.fail(`its direction is ${JSON.stringify(direction)}`);
}

function checkAttributes(context: NodeContext): void {
  if (context.int('layout', 0) !== 0) context.fail('layout must be 0');
  if (context.int('input_forget', 0) !== 0) context.fail('input_forget must be 0');
  const activations = context.texts('activations') ?? [];
  const perDirection = context.opType === 'RNN' ? 1 : context.opType === 'GRU' ? 2 : 3;
  if (activations.length !== 0 && activations.length !== perDirection * directionsOf(context)) {
    context.fail('it has the wrong number of activations');
  }
  for (const name of activations) {
    if (!ACTIVATIONS.includes(name)) context.fail(`its activation ${JSON.stringify(name)} is not allowed`);
  }
}
