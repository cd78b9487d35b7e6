import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, AttributeProto_AttributeType as AttributeType } from 'onnx-buf';
import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../../../node/engine-parts.ts';
import { parameter } from '../../../testing/graphs.ts';
import { type Engine, createEngine } from '../../engine.ts';
import { constantInputs, runModel } from '../../../testing/run-model.ts';
import { type Shape, elementCount } from '../../model/plan.ts';
import { OPERATORS, planGraph } from '../plan-graph.ts';
import {
  type OnnxNode,
  encodeModel,
  float,
  integer,
  integers,
  operation,
  tensorAttribute,
  text,
  wholeNumbers,
} from '../write.ts';

/** A graph that uses an operator, on an input `x` and parameters. */
type Use = {
  /** The operators that it is there for. */
  of: readonly string[];
  input?: Shape;
  /** The type of `x`. */
  type?: 'float32' | 'int32';
  parameters?: { readonly [name: string]: Shape };
  /** Nodes from `x` to `y`. */
  nodes: readonly OnnxNode[];
};

const texts = (name: string, values: readonly string[]) =>
  create(AttributeProtoSchema, {
    name,
    type: AttributeType.STRINGS,
    strings: values.map((value) => new TextEncoder().encode(value)),
  });

const unary = (opType: string, attributes: Parameters<typeof operation>[3] = []): Use => ({
  of: [opType],
  nodes: [operation(opType, ['x'], 'y', attributes)],
});

const binary = (opType: string): Use => ({
  of: [opType],
  parameters: { p: [3, 1] },
  nodes: [operation(opType, ['x', 'p'], 'y')],
});

const condition = (opType: string): Use => ({
  of: [opType, 'Where'],
  parameters: { p: [1, 4] },
  nodes: [operation(opType, ['x', 'p'], 'c'), operation('Where', ['c', 'x', 'p'], 'y')],
});

const connective = (opType: string): Use => ({
  of: [opType],
  parameters: { p: [4] },
  nodes: [
    operation('Less', ['x', 'p'], 'a'),
    operation('Greater', ['x', 'p'], 'b'),
    operation(opType, ['a', 'b'], 'c'),
    operation('Cast', ['c'], 'y', [integer('to', 1)]),
  ],
});

const reduction = (opType: string): Use => ({
  of: [opType],
  nodes: [wholeNumbers('axes', [-1]), operation(opType, ['x', 'axes'], 'y', [integer('keepdims', 0)])],
});

const recurrent = (opType: string, gates: number, direction: 'forward' | 'bidirectional'): Use => {
  const directions = direction === 'forward' ? 1 : 2;
  return {
    of: [opType],
    input: [5, 2],
    parameters: {
      w: [directions, gates * 3, 2],
      r: [directions, gates * 3, 3],
      b: [directions, 2 * gates * 3],
    },
    nodes: [
      operation('Transpose', ['x'], 'steps', [integers('perm', [1, 0, 2])]),
      operation(opType, ['steps', 'w', 'r', 'b'], 'all', [
        integer('hidden_size', 3),
        text('direction', direction),
      ]),
      operation('Transpose', ['all'], 'y', [integers('perm', [2, 0, 1, 3])]),
    ],
  };
};

const USES: readonly Use[] = [
  ...[
    'Relu',
    'HardSwish',
    'Mish',
    'Sigmoid',
    'Softplus',
    'Softsign',
    'Tanh',
    'Erf',
    'Exp',
    'Log',
    'Sqrt',
  ].map((opType) => unary(opType)),
  ...[
    'Reciprocal',
    'Abs',
    'Neg',
    'Sign',
    'Floor',
    'Ceil',
    'Round',
    'Sin',
    'Cos',
    'Atan',
    'Identity',
    'Selu',
  ].map((opType) => unary(opType)),
  ...['LeakyRelu', 'ThresholdedRelu', 'Elu', 'Celu'].map((opType) => unary(opType, [float('alpha', 0.5)])),
  unary('HardSigmoid', [float('alpha', 0.1), float('beta', 0.4)]),
  unary('Gelu', [text('approximate', 'tanh')]),
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Sum', 'Mean', 'PRelu'].map(binary),
  ...['Equal', 'Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual'].map(condition),
  ...['And', 'Or'].map(connective),
  {
    of: ['Not', 'Cast'],
    parameters: { p: [4] },
    nodes: [
      operation('Less', ['x', 'p'], 'a'),
      operation('Not', ['a'], 'b'),
      operation('Cast', ['b'], 'y', [integer('to', 1)]),
    ],
  },
  {
    of: ['Clip', 'Constant', 'Dropout'],
    nodes: [
      operation('Constant', [], 'low', [tensorAttribute('value', parameter('', []))]),
      operation('Clip', ['x', 'low'], 'clipped'),
      operation('Dropout', ['clipped'], 'y'),
    ],
  },
  {
    of: ['Shape', 'Gather', 'Unsqueeze', 'Concat', 'Reshape', 'Div', 'Sub'],
    nodes: [
      // (batch, 3, 4) → (batch, 2, 6), as exporters write it.
      operation('Shape', ['x'], 'shape'),
      operation('Constant', [], 'first', [tensorAttribute('value', whole([], 0))]),
      operation('Gather', ['shape', 'first'], 'batch', [integer('axis', 0)]),
      wholeNumbers('axis', [0]),
      operation('Unsqueeze', ['batch', 'axis'], 'batches'),
      wholeNumbers('twelve', [12]),
      wholeNumbers('two', [2]),
      operation('Div', ['twelve', 'two'], 'six'),
      wholeNumbers('seven', [7]),
      operation('Sub', ['seven', 'six'], 'one'),
      operation('Add', ['one', 'one'], 'pair'),
      operation('Concat', ['batches', 'pair', 'six'], 'sizes', [integer('axis', 0)]),
      operation('Reshape', ['x', 'sizes'], 'y'),
    ],
  },
  {
    of: ['Reshape'],
    nodes: [
      wholeNumbers('merged', [-1, 2]),
      operation('Reshape', ['x', 'merged'], 'pairs'),
      wholeNumbers('kept', [-1, 12]),
      operation('Reshape', ['pairs', 'kept'], 'rows'),
      wholeNumbers('last', [0, 2, -1]),
      operation('Reshape', ['rows', 'last'], 'y'),
    ],
  },
  { of: ['Flatten'], nodes: [operation('Flatten', ['x'], 'y', [integer('axis', -2)])] },
  {
    of: ['Squeeze', 'Slice'],
    nodes: [
      wholeNumbers('starts', [-1, 0]),
      wholeNumbers('ends', [Number.MAX_SAFE_INTEGER, 4]),
      wholeNumbers('axes', [1, -1]),
      wholeNumbers('steps', [1, 3]),
      operation('Slice', ['x', 'starts', 'ends', 'axes', 'steps'], 'row'),
      wholeNumbers('second', [1]),
      operation('Squeeze', ['row', 'second'], 'y'),
    ],
  },
  {
    of: ['Slice'],
    nodes: [
      wholeNumbers('starts', [3]),
      wholeNumbers('ends', [-9]),
      wholeNumbers('axes', [2]),
      wholeNumbers('steps', [-2]),
      operation('Slice', ['x', 'starts', 'ends', 'axes', 'steps'], 'y'),
    ],
  },
  { of: ['Transpose'], nodes: [operation('Transpose', ['x'], 'y', [integers('perm', [0, 2, 1])])] },
  {
    of: ['Split', 'Concat'],
    input: [3, 5],
    nodes: [
      operation('Split', ['x'], ['a', 'b', 'c'], [integer('axis', -1), integer('num_outputs', 3)]),
      operation('Concat', ['a', 'b', 'x', 'c'], 'y', [integer('axis', 2)]),
    ],
  },
  {
    of: ['Split'],
    nodes: [
      wholeNumbers('parts', [1, 2]),
      operation('Split', ['x', 'parts'], ['a', 'y'], [integer('axis', 1)]),
    ],
  },
  {
    of: ['ConstantOfShape', 'Expand', 'Mul', 'Equal', 'Where'],
    parameters: { p: [1, 3, 1] },
    nodes: [
      // What exporters make of `p.expand(batch, -1, 5)`.
      operation('Shape', ['x'], 'shape'),
      operation('Constant', [], 'first', [tensorAttribute('value', whole([1], 0))]),
      operation('Gather', ['shape', 'first'], 'batch', [integer('axis', 0)]),
      wholeNumbers('rest', [-1, 5]),
      operation('Concat', ['batch', 'rest'], 'wanted', [integer('axis', 0)]),
      wholeNumbers('three', [3]),
      operation('ConstantOfShape', ['three'], 'ones', [tensorAttribute('value', whole([1], 1))]),
      wholeNumbers('minus', [-1]),
      operation('Mul', ['ones', 'minus'], 'free'),
      operation('Equal', ['wanted', 'free'], 'isFree'),
      operation('Where', ['isFree', 'ones', 'wanted'], 'sizes'),
      operation('Expand', ['p', 'sizes'], 'y'),
    ],
  },
  {
    of: ['Tile'],
    nodes: [wholeNumbers('repeats', [1, 2, 3]), operation('Tile', ['x', 'repeats'], 'y')],
  },
  ...['constant', 'edge', 'reflect'].map((mode): Use => ({
    of: ['Pad'],
    nodes: [
      wholeNumbers('pads', [0, 1, 0, 0, 2, 3]),
      operation('Pad', ['x', 'pads'], 'y', [text('mode', mode)]),
    ],
  })),
  {
    of: ['Gather'],
    input: [4],
    type: 'int32',
    parameters: { p: [2, 9, 3] },
    nodes: [
      operation('Gather', ['p', 'x'], 'all', [integer('axis', 1)]),
      operation('Transpose', ['all'], 'y', [integers('perm', [1, 0, 2, 3])]),
    ],
  },
  {
    of: ['MatMul'],
    parameters: { p: [4, 5] },
    nodes: [operation('MatMul', ['x', 'p'], 'y')],
  },
  {
    of: ['MatMul'],
    parameters: { p: [4] },
    nodes: [operation('MatMul', ['x', 'p'], 'y')],
  },
  {
    of: ['Gemm'],
    input: [4],
    parameters: { p: [6, 4], c: [6] },
    nodes: [operation('Gemm', ['x', 'p', 'c'], 'y', [integer('transB', 1), float('alpha', 0.5)])],
  },
  {
    of: ['Conv'],
    input: [4, 9, 8],
    parameters: { p: [6, 2, 3, 2], c: [6] },
    nodes: [
      operation('Conv', ['x', 'p', 'c'], 'y', [
        integers('strides', [2, 1]),
        integers('dilations', [1, 2]),
        integers('pads', [1, 0, 2, 1]),
        integer('group', 2),
      ]),
    ],
  },
  {
    of: ['Conv'],
    input: [1, 4, 5, 6],
    parameters: { p: [2, 1, 2, 2, 2] },
    nodes: [operation('Conv', ['x', 'p'], 'y', [text('auto_pad', 'VALID')])],
  },
  ...['MaxPool', 'AveragePool'].map((opType): Use => ({
    of: [opType],
    input: [2, 9, 8],
    nodes: [
      operation(opType, ['x'], 'y', [
        integers('kernel_shape', [3, 2]),
        integers('strides', [2, 1]),
        integers('pads', [1, 0, 2, 1]),
      ]),
    ],
  })),
  ...['GlobalMaxPool', 'GlobalAveragePool'].map((opType): Use => ({
    of: [opType],
    input: [2, 9, 8],
    nodes: [operation(opType, ['x'], 'y')],
  })),
  ...['Softmax', 'LogSoftmax'].map((opType) => unary(opType, [integer('axis', 1)])),
  {
    of: ['BatchNormalization'],
    parameters: { scale: [3], shift: [3], mean: [3], variance: [3] },
    nodes: [operation('BatchNormalization', ['x', 'scale', 'shift', 'mean', 'variance'], 'y')],
  },
  {
    of: ['InstanceNormalization'],
    parameters: { scale: [3], shift: [3] },
    nodes: [operation('InstanceNormalization', ['x', 'scale', 'shift'], 'y')],
  },
  {
    of: ['LayerNormalization'],
    parameters: { scale: [3, 4] },
    nodes: [operation('LayerNormalization', ['x', 'scale'], 'y', [integer('axis', 1)])],
  },
  ...['ReduceL1', 'ReduceL2', 'ReduceLogSumExp', 'ReduceMax'].map(reduction),
  ...['ReduceMean', 'ReduceMin', 'ReduceSum', 'ReduceSumSquare'].map(reduction),
  recurrent('RNN', 1, 'forward'),
  recurrent('GRU', 3, 'bidirectional'),
  recurrent('LSTM', 4, 'bidirectional'),
  {
    of: ['RNN'],
    input: [5, 2],
    parameters: { w: [1, 3, 2], r: [1, 3, 3], initial: [1, 3] },
    nodes: [
      operation('Transpose', ['x'], 'steps', [integers('perm', [1, 0, 2])]),
      operation('Shape', ['x'], 'shape'),
      operation('Constant', [], 'first', [tensorAttribute('value', whole([1], 0))]),
      operation('Gather', ['shape', 'first'], 'batch', [integer('axis', 0)]),
      wholeNumbers('one', [1]),
      wholeNumbers('three', [3]),
      operation('Concat', ['one', 'batch', 'three'], 'sizes', [integer('axis', 0)]),
      operation('Expand', ['initial', 'sizes'], 'state'),
      operation(
        'RNN',
        ['steps', 'w', 'r', '', '', 'state'],
        ['', 'last'],
        [integer('hidden_size', 3), texts('activations', ['Relu'])],
      ),
      operation('Transpose', ['last'], 'y', [integers('perm', [1, 0, 2])]),
    ],
  },
];

/** A constant of one repeated whole number. */
function whole(shape: Shape, value: number) {
  const [attribute] = wholeNumbers(
    '',
    Array.from({ length: elementCount(shape) }, () => value),
  ).attribute;
  if (!attribute?.t) throw new Error('a constant has a tensor');
  return { ...attribute.t, dims: shape.map(BigInt) };
}

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

test('every operator that is allowed is used below', () => {
  const used = new Set(USES.flatMap((use) => use.of));
  expect([...OPERATORS.keys()].filter((opType) => !used.has(opType))).toEqual([]);
});

test.each(USES.map((use, index) => ({ ...use, index, what: use.of.join(' and ') })))(
  'the shape that is inferred for $what ($index) is the one that ONNX Runtime computes, whatever the batch',
  async ({ input = [3, 4], type = 'float32', parameters = {}, nodes }) => {
    const plan = planGraph(
      encodeModel({
        inputs: [{ name: 'x', type, shape: input }],
        outputs: [{ name: 'y', shape: [] }],
        initializers: Object.entries(parameters).map(([name, shape]) => parameter(name, shape)),
        nodes,
      }),
    );
    const values = new Map(
      [...plan.parameters].map(([name, shape]) => {
        return [name, new Uint8Array(new Float32Array(elementCount(shape)).fill(0.1).buffer)];
      }),
    );
    // ONNX Runtime refuses to write a result into memory that was laid out for another shape.
    const results = runModel(engine.onnxRuntime, {
      plan,
      parameters: values,
      runs: [1, 3].map((batch) => ({ batch, inputs: constantInputs(plan, batch, 1) })),
    });
    expect(results.flat().every(({ data }) => data.length > 0)).toBe(true);
  },
);
