import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  FunctionProtoSchema,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  SparseTensorProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TrainingInfoProtoSchema,
} from 'onnx-buf';
import { beforeAll, expect, test } from 'vitest';
import { readEngineParts } from '../../node/engine-parts.ts';
import { attentionGraph, parameter, recurrentGraph } from '../../testing/graphs.ts';
import { ArchitectureError } from '../architecture/error.ts';
import { type Engine, createEngine } from '../engine.ts';
import { constantInputs, runModel } from '../../testing/run-model.ts';
import { elementCount } from '../model/plan.ts';
import { planGraph } from './plan-graph.ts';
import {
  type OnnxNode,
  encodeModel,
  float,
  integer,
  integers,
  operation,
  tensorOf,
  text,
  wholeNumbers,
} from './write.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

/** A graph from `x` of four numbers to `y`. */
function graphOf(
  nodes: readonly OnnxNode[],
  {
    parameters = {},
    type = 'float32',
  }: { parameters?: { [name: string]: number[] }; type?: 'int32' | 'float32' } = {},
): Uint8Array<ArrayBuffer> {
  return encodeModel({
    inputs: [{ name: 'x', type, shape: [4] }],
    outputs: [{ name: 'y', shape: [4] }],
    initializers: Object.entries(parameters).map(([name, shape]) => parameter(name, shape)),
    nodes,
  });
}

/** The recurrent graph with something changed. */
function changed(change: (model: ModelProto, graph: NonNullable<ModelProto['graph']>) => void): Uint8Array {
  const model = fromBinary(ModelProtoSchema, recurrentGraph());
  if (!model.graph) throw new Error('the model has a graph');
  change(model, model.graph);
  return toBinary(ModelProtoSchema, model);
}

test('float32 initializers with a dimension are the parameters, and smaller constants stay', () => {
  const plan = planGraph(attentionGraph());
  expect([...plan.parameters]).toEqual([
    ['embedding', [7, 4]],
    ['query', [4, 4]],
    ['key', [4, 4]],
    ['given.weight', [3, 4]],
    ['head', [4, 2]],
  ]);
  expect(plan.parameterCount).toBe(28 + 16 + 16 + 12 + 8);
  expect(plan.inputs).toEqual([
    { name: 'tokens', type: 'int32', shape: [5], below: 7 },
    { name: 'given', type: 'float32', shape: [3] },
  ]);
  expect(plan.outputs).toEqual([
    { name: 'logits', shape: [2] },
    { name: 'share', shape: [5, 5] },
  ]);
  expect(plan.multiplyAdds).toBe(2 * 5 * 4 * 4 + 5 * 5 * 4 + 5 * 5 * 4 + 3 * 4 + 4 * 2);
});

test('architecture.json may choose which initializers are parameters', () => {
  const plan = planGraph(attentionGraph(), { parameters: ['head', 'scale'] });
  expect([...plan.parameters]).toEqual([
    ['head', [4, 2]],
    ['scale', []],
  ]);
  expect(() => planGraph(attentionGraph(), { parameters: ['axis'] })).toThrow(
    'no node takes an initializer named "axis"',
  );
});

test('each step of a recurrent layer is paid', () => {
  const { cost } = planGraph(recurrentGraph());
  expect(cost.calls).toBe(1 + 6 + 1 + 1 + 1);
  // Six steps of four states, each three gates over an input and four states; the head; gates and steps themselves.
  expect(cost.sample.operations).toBe(6 * 4 * 3 * 5 + 4 + 6 * 4 * 3 * 50 + 6 * 600);
});

test('what a graph says besides what it computes does not reach ONNX Runtime', () => {
  const values = new Map(
    [...planGraph(recurrentGraph()).parameters].map(([name, shape]) => [
      name,
      new Uint8Array(4 * elementCount(shape)),
    ]),
  );
  const plain = planGraph(recurrentGraph()).encode(values);
  const wordy = planGraph(
    changed((model, graph) => {
      model.docString = 'a description';
      graph.docString = 'another';
      model.metadataProps.push(create(StringStringEntryProtoSchema, { key: 'key', value: 'value' }));
      for (const node of graph.node) node.docString = 'what it does';
    }),
  ).encode(values);
  expect(wordy).toEqual(plain);
});

const squares = (count: number): OnnxNode[] =>
  Array.from({ length: count }, (_, index) =>
    operation(
      'Concat',
      [index === 0 ? 'x' : `t${index - 1}`, index === 0 ? 'x' : `t${index - 1}`],
      `t${index}`,
      [integer('axis', 1)],
    ),
  );

test.each<[string, () => Uint8Array, string]>([
  [
    'a loop',
    () => graphOf([operation('Loop', ['x'], 'y')]),
    'node[0] "y" (Loop): the operator "Loop" is not allowed',
  ],
  ['a branch', () => graphOf([operation('If', ['x'], 'y')]), 'the operator "If" is not allowed'],
  ['a scan', () => graphOf([operation('Scan', ['x'], 'y')]), 'the operator "Scan" is not allowed'],
  ...[
    'RandomNormal',
    'RandomNormalLike',
    'RandomUniform',
    'RandomUniformLike',
    'Bernoulli',
    'Multinomial',
  ].map((opType): [string, () => Uint8Array, string] => [
    opType,
    () => graphOf([operation(opType, ['x'], 'y')]),
    `the operator "${opType}" is not allowed`,
  ]),
  ['the name of an inherited property', () => graphOf([operation('toString', ['x'], 'y')]), 'is not allowed'],
  [
    'a custom domain',
    () => graphOf([{ ...operation('Relu', ['x'], 'y'), domain: 'com.microsoft' }]),
    'operators of "com.microsoft" are not allowed',
  ],
  [
    'an import of another domain',
    () =>
      changed((model) => {
        model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: 'ai.onnx.ml', version: 3n }));
      }),
    'it imports the operators of "ai.onnx.ml"',
  ],
  [
    'an operator set of another runtime',
    () =>
      changed((model) => {
        model.opsetImport = [create(OperatorSetIdProtoSchema, { domain: '', version: 9n })];
      }),
    'it is written for operator set 9, not 17 to 20',
  ],
  ['no operator set', () => changed((model) => void (model.opsetImport = [])), 'it imports no operator set'],
  [
    'functions',
    () => changed((model) => void model.functions.push(create(FunctionProtoSchema, { name: 'f' }))),
    'it has functions of its own',
  ],
  [
    'training information',
    () => changed((model) => void model.trainingInfo.push(create(TrainingInfoProtoSchema, {}))),
    'it has training information',
  ],
  [
    'a subgraph',
    () =>
      graphOf([
        operation('Relu', ['x'], 'y', [
          create(AttributeProtoSchema, {
            name: 'body',
            type: AttributeType.GRAPH,
            g: create(GraphProtoSchema, { name: 'inner' }),
          }),
        ]),
      ]),
    'node[0] "y" (Relu): it has a subgraph',
  ],
  [
    'sparse initializers',
    () => changed((_, graph) => void graph.sparseInitializer.push(create(SparseTensorProtoSchema, {}))),
    'it has sparse initializers',
  ],
  [
    'an external path',
    () =>
      changed((_, graph) => {
        const [tensor] = graph.initializer;
        tensor?.externalData.push(
          create(StringStringEntryProtoSchema, { key: 'location', value: '../../etc/passwd' }),
        );
      }),
    'a tensor has external data',
  ],
  [
    'an external location',
    () =>
      changed((_, graph) => {
        const [tensor] = graph.initializer;
        if (tensor) tensor.dataLocation = DataLocation.EXTERNAL;
      }),
    'a tensor has external data',
  ],
  [
    'a cycle',
    () =>
      graphOf([
        operation('Add', ['x', 'b'], 'a'),
        operation('Relu', ['a'], 'b'),
        operation('Relu', ['b'], 'y'),
      ]),
    'node[0] "a" (Add): it takes "b", which no node before it gives',
  ],
  [
    'a node that takes its own output',
    () => graphOf([operation('Add', ['x', 'y'], 'y')]),
    'it takes "y", which no node before it gives',
  ],
  [
    'two nodes that give one tensor',
    () => graphOf([operation('Relu', ['x'], 'y'), operation('Tanh', ['x'], 'y')]),
    'its output "y" is there already',
  ],
  [
    'an output that nothing gives',
    () => graphOf([operation('Relu', ['x'], 'z')]),
    'no node gives the output "y"',
  ],
  ['an input that nothing takes', () => graphOf([wholeNumbers('y', [1])]), 'no node takes the input "x"'],
  [
    'too many inputs of a node',
    () => graphOf([operation('Relu', ['x', 'x'], 'y')]),
    'it has 2 inputs, not 1 to 1',
  ],
  [
    'an attribute that the operator does not have',
    () => graphOf([operation('Relu', ['x'], 'y', [integer('consumed_inputs', 1)])]),
    'its attribute "consumed_inputs" is not allowed',
  ],
  [
    'an attribute of another type',
    () => graphOf([operation('LeakyRelu', ['x'], 'y', [text('alpha', '0.1')])]),
    'its attribute "alpha" is not allowed',
  ],
  [
    'a parameter of a gigantic shape',
    () =>
      changed((_, graph) => {
        const [tensor] = graph.initializer;
        if (!tensor) return;
        tensor.dims = [2n ** 31n - 1n, 2n ** 31n - 1n];
        tensor.rawData = new Uint8Array();
      }),
    'it has more than 67108864 parameters',
  ],
  [
    'a negative dimension',
    () =>
      changed((_, graph) => {
        const [tensor] = graph.initializer;
        if (tensor) tensor.dims = [-1n];
      }),
    'a tensor has a dimension of -1',
  ],
  [
    'values that do not fill their shape',
    () =>
      changed((_, graph) => {
        const [tensor] = graph.initializer;
        if (tensor) tensor.dims = [1n, 12n, 2n];
      }),
    'tensor "gru.input": it has 48 bytes, its shape and type ask for 96',
  ],
  [
    'a type that is not known',
    () =>
      changed((_, graph) => {
        const [tensor] = graph.initializer;
        if (tensor) tensor.dataType = 11;
      }),
    'its type is not float32, int32, int64 or bool',
  ],
  [
    'an expansion to gigantic sizes',
    () => graphOf([wholeNumbers('sizes', [40_000, 40_000, 1, 1]), operation('Expand', ['x', 'sizes'], 'y')]),
    'has more than 16777216 elements',
  ],
  [
    'a gigantic constant',
    () =>
      graphOf([
        wholeNumbers('sizes', [2 ** 40]),
        operation('ConstantOfShape', ['sizes'], 'c'),
        operation('ReduceMax', ['c'], 'm'),
        operation('Add', ['x', 'm'], 'y'),
      ]),
    'node[1] "c" (ConstantOfShape): its output [1099511627776] has more than 16777216 elements',
  ],
  [
    'a gigantic tiling',
    () => graphOf([wholeNumbers('repeats', [1, 2 ** 30]), operation('Tile', ['x', 'repeats'], 'y')]),
    'has more than 16777216 elements',
  ],
  [
    'gigantic pads',
    () => graphOf([wholeNumbers('pads', [0, 2 ** 30, 0, 0]), operation('Pad', ['x', 'pads'], 'y')]),
    'has more than 16777216 elements',
  ],
  [
    'doubling again and again',
    () => graphOf([...squares(40), operation('Relu', ['t39'], 'y')]),
    'node[22] "t22" (Concat): its output [batch, 33554432] has more than 16777216 elements',
  ],
  [
    'much work whatever the batch',
    () =>
      graphOf(
        [
          operation('MatMul', ['p', 'p'], 'square'),
          operation('MatMul', ['square', 'p'], 'cube'),
          operation('ReduceMax', ['cube'], 'm'),
          operation('Add', ['x', 'm'], 'y'),
        ],
        { parameters: { p: [1024, 1024] } },
      ),
    'node[0] "square" (MatMul): what the graph computes whatever the batch is too much',
  ],
  [
    'work that grows with the square of the batch',
    () =>
      graphOf([
        operation('Transpose', ['x'], 't', [integers('perm', [1, 0])]),
        operation('MatMul', ['x', 't'], 's'),
        operation('MatMul', ['s', 'x'], 'y'),
      ]),
    'node[1] "s" (MatMul): its work grows with the square of the batch',
  ],
  [
    'a tensor of the square of the batch',
    () =>
      graphOf([
        wholeNumbers('first', [0]),
        wholeNumbers('second', [1]),
        operation('Unsqueeze', ['x', 'first'], 'a'),
        operation('Unsqueeze', ['x', 'second'], 'b'),
        operation('Add', ['a', 'b'], 'y'),
      ]),
    'its output [batch, batch, 4] grows with the square of the batch',
  ],
  [
    'sizes that depend on data',
    () => graphOf([operation('ArgMax', ['x'], 's'), operation('Expand', ['x', 's'], 'y')]),
    'the operator "ArgMax" is not allowed',
  ],
  [
    'positions that are computed',
    () => graphOf([operation('Cast', ['x'], 'i', [integer('to', 7)]), operation('Gather', ['x', 'i'], 'y')]),
    'it makes whole numbers of real ones',
  ],
  [
    'positions beyond the end',
    () => graphOf([wholeNumbers('i', [4]), operation('Gather', ['x', 'i'], 'y', [integer('axis', 1)])]),
    'it gathers from beyond the 4 of dimension 1',
  ],
  [
    'a part of the batch',
    () => graphOf([wholeNumbers('i', [0]), operation('Gather', ['x', 'i'], 'y')]),
    'its dimension that is gathered from is the batch',
  ],
  [
    'a reshaping that holds for one batch only',
    () => graphOf([wholeNumbers('sizes', [2, 2]), operation('Reshape', ['x', 'sizes'], 'y')]),
    '[batch, 4] does not have the elements of [2, 2] whatever the batch',
  ],
  [
    'an output that is not a sample each',
    () => graphOf([wholeNumbers('sizes', [-1, 2]), operation('Reshape', ['x', 'sizes'], 'y')]),
    'the output "y" is [2·batch, 2]; its first dimension must be the batch',
  ],
  [
    'a division of whole numbers that are not known',
    () => graphOf([operation('Div', ['x', 'x'], 'y')], { type: 'int32' }),
    'its inputs are whole numbers that do not follow from the graph',
  ],
  [
    'a division by zero',
    () =>
      graphOf([
        wholeNumbers('one', [1]),
        wholeNumbers('zero', [0]),
        operation('Div', ['one', 'zero'], 'd'),
        operation('Expand', ['x', 'd'], 'y'),
      ]),
    'its inputs are whole numbers that do not follow from the graph',
  ],
  [
    'training mode',
    () =>
      graphOf(
        [operation('BatchNormalization', ['x', 'p', 'p', 'p', 'p'], 'y', [integer('training_mode', 1)])],
        {
          parameters: { p: [4] },
        },
      ),
    'it must not be in training mode',
  ],
  [
    'windows in the padding alone',
    () =>
      graphOf([
        wholeNumbers('sizes', [0, 1, 4]),
        operation('Reshape', ['x', 'sizes'], 'r'),
        operation('MaxPool', ['r'], 'y', [integers('kernel_shape', [2]), integers('pads', [2, 2])]),
      ]),
    'its pads are not smaller than its windows',
  ],
  [
    'sequences of a length that depends on the batch',
    () =>
      graphOf(
        [
          wholeNumbers('axes', [1]),
          operation('Unsqueeze', ['x', 'axes'], 's'),
          operation('GRU', ['s', 'w', 'r'], ['', 'y'], [integer('hidden_size', 1)]),
        ],
        { parameters: { w: [1, 3, 4], r: [1, 3, 1] } },
      ),
    'its number of steps is the batch',
  ],
  [
    'an activation that is not allowed',
    () =>
      changed((_, graph) => {
        const node = graph.node.find(({ opType }) => opType === 'GRU');
        node?.attribute.push(
          create(AttributeProtoSchema, {
            name: 'activations',
            type: AttributeType.STRINGS,
            strings: ['Affine', 'Tanh'].map((name) => new TextEncoder().encode(name)),
          }),
        );
      }),
    'its activation "Affine" is not allowed',
  ],
  [
    'a fixed batch',
    () =>
      changed((_, graph) => {
        const type = graph.input[0]?.type?.value;
        const dim = type?.case === 'tensorType' ? type.value.shape?.dim[0] : undefined;
        if (dim) dim.value = { case: 'dimValue', value: 1n };
      }),
    'the first dimension of the input "x" must be the batch and free',
  ],
  [
    'a name that is not a name',
    () => changed((_, graph) => graph.input.forEach((input) => (input.name = 'input.1'))),
    'an input is named "input.1"',
  ],
  ['an empty file', () => new Uint8Array(), 'it has no graph'],
  ['a file of another kind', () => new TextEncoder().encode('{"graph": 1}'), 'The ONNX graph cannot'],
  [
    'an attribute without end',
    () => graphOf([operation('Elu', ['x'], 'y', [float('alpha', 1)])]).slice(0, 60),
    'The ONNX graph cannot',
  ],
])('refuses %s and says where', (_, file, problem) => {
  const plan = () => planGraph(file());
  expect(plan).toThrow(ArchitectureError);
  expect(plan).toThrow(problem);
});

test('a constant that leaves its values out is refused', () => {
  const file = encodeModel({
    inputs: [{ name: 'x', type: 'float32', shape: [4] }],
    outputs: [{ name: 'y', shape: [4] }],
    initializers: [tensorOf('repeats', 7, [2], new Uint8Array())],
    nodes: [operation('Tile', ['x', 'repeats'], 'y')],
  });
  expect(() => planGraph(file)).toThrow('the initializer "repeats" has no values');
});

test('a graph cut short at every hundredth of its length is refused, never anything else', () => {
  const file = attentionGraph();
  for (let percent = 0; percent < 100; percent++) {
    expect(() => planGraph(file.subarray(0, Math.floor((file.length * percent) / 100)))).toThrow(
      ArchitectureError,
    );
  }
});

test('random bytes are refused, never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(() => planGraph(bytes)).toThrow(ArchitectureError);
    }),
    { seed: 8, numRuns: 1_000 },
  );
});

test('a graph with changed bytes is refused before it is loaded, or it loads and runs', async () => {
  const files = [recurrentGraph(), attentionGraph()];
  const mutation = fc.record({
    file: fc.constantFrom(...files),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
  });
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(mutation, async ({ file, changes }) => {
      const mutated = file.slice();
      for (const [position, value] of changes) mutated[position % file.length] = value;
      const outcome = await load(mutated);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
    { seed: 9, numRuns: 600 },
  );
  expect([...outcomes.keys()].sort()).toEqual(['ran', 'refused']);
  expect(outcomes.get('ran')).toBeGreaterThan(20);
  expect(outcomes.get('refused')).toBeGreaterThan(100);
});

async function load(file: Uint8Array): Promise<'refused' | 'ran'> {
  try {
    const plan = planGraph(file);
    const values = new Map(
      [...plan.parameters].map(([name, shape]) => [name, new Uint8Array(4 * elementCount(shape))]),
    );
    runModel(engine.onnxRuntime, {
      plan,
      parameters: values,
      runs: [{ batch: 2, inputs: constantInputs(plan, 2, 0) }],
    });
    return 'ran';
  } catch (error) {
    if (error instanceof ArchitectureError) return 'refused';
    throw error;
  }
}
