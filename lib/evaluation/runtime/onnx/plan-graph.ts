import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
} from 'onnx-buf';
import { ArchitectureError } from '../architecture/error.ts';
import { MAX_FIXED_OPERATIONS, MAX_PARAMETERS, MAX_SAMPLE_ELEMENTS } from '../model/limits.ts';
import {
  type ElementType,
  type InitialValues,
  type ModelInput,
  type ModelPlan,
  type ParameterBytes,
  type PlannedStep,
  type Shape,
  elementCount,
} from '../model/plan.ts';
import {
  GRAPH_TYPES,
  type Graph,
  type GraphAttribute,
  type GraphNode,
  type GraphTensor,
  type GraphValueInfo,
  decodeGraph,
  quote,
  typeOfCode,
} from './decode.ts';
import { ARRANGEMENT_OPERATORS } from './operators/arrangement.ts';
import { CONTRACTION_OPERATORS } from './operators/contraction.ts';
import { ELEMENTWISE_OPERATORS, decodeKnown } from './operators/elementwise.ts';
import { NORMALIZATION_OPERATORS } from './operators/normalization.ts';
import { type NodePlan, type Operator, createContext, failNode } from './operators/operator.ts';
import { POOLING_OPERATORS } from './operators/pooling.ts';
import { RECURRENT_OPERATORS } from './operators/recurrent.ts';
import { REDUCTION_OPERATORS } from './operators/reduction.ts';
import {
  type Amount,
  NOTHING,
  type GraphShape,
  type GraphValue,
  amountOf,
  fixed,
  formatShape,
} from './value.ts';
import { type OnnxNode, encodeModel, floatTensor, integer, operation, tensorOf } from './write.ts';

/** The operator sets that graphs may be written for; part of what the runtime id stands for. */
export const GRAPH_OPSETS = { least: 17, most: 20 } as const;

/** Every operator that a graph may use. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...ELEMENTWISE_OPERATORS,
    ...ARRANGEMENT_OPERATORS,
    ...CONTRACTION_OPERATORS,
    ...POOLING_OPERATORS,
    ...NORMALIZATION_OPERATORS,
    ...REDUCTION_OPERATORS,
    ...RECURRENT_OPERATORS,
  }),
);

const MAX_ENDS = 16;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * Reads an ONNX graph and infers the shape of every tensor for any batch, before anything is allocated for it. Only
 * what was understood is written again for ONNX Runtime.
 *
 * @param options.parameters The initializers that are parameters; by default all of float32 that have a dimension.
 * @throws ArchitectureError which names the node.
 */
export function planGraph(
  file: Uint8Array,
  options: { parameters?: readonly string[] | undefined } = {},
): ModelPlan {
  const graph = decodeGraph(file);
  if (graph.opset < GRAPH_OPSETS.least || graph.opset > GRAPH_OPSETS.most) {
    fail(`it is written for operator set ${graph.opset}, not ${GRAPH_OPSETS.least} to ${GRAPH_OPSETS.most}`);
  }
  const used = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  const parameters = parametersOf(graph, used, options.parameters);
  const constants = [...graph.initializers.values()].filter(
    ({ name }) => used.has(name) && !parameters.has(name),
  );
  const inputs = inputsOf(graph, used);
  const inferred = inferNodes(graph, { inputs, parameters, constants });
  const outputs = graph.outputs.map(({ name }) => outputOf(name, graph, inferred.values));
  if (outputs.length === 0 || outputs.length > MAX_ENDS) fail(`it has ${outputs.length} outputs`);
  if (new Set([...inputs, ...outputs].map(({ name }) => name)).size !== inputs.length + outputs.length) {
    fail('two of its inputs and outputs have one name');
  }
  return {
    inputs: inputs.map(({ name, type, shape }): ModelInput => {
      const below = inferred.below.get(name);
      const elementType = type === 'float32' ? 'float32' : 'int32';
      return { name, type: elementType, shape, ...(below === undefined ? {} : { below }) };
    }),
    outputs,
    steps: inferred.steps,
    parameters: new Map([...parameters].map(([name, { dims }]) => [name, dims])),
    initialValues: new Map(
      [...parameters].flatMap(([name, { bytes }]): [string, InitialValues][] =>
        bytes.length > 0 ? [[name, { kind: 'values', bytes }]] : [],
      ),
    ),
    ignored: countersOf(parameters.keys()),
    parameterCount: [...parameters.values()].reduce((sum, { dims }) => sum + elementCount(dims), 0),
    multiplyAdds: inferred.steps.reduce((sum, step) => sum + step.multiplyAdds, 0),
    cost: inferred.cost,
    encode: (bytes) => encodeGraph(graph, { inputs, outputs, parameters, constants, bytes }),
  };
}

/** What PyTorch saves beside the running statistics of a batch normalization; no graph has it. */
function countersOf(parameters: Iterable<string>): ReadonlySet<string> {
  const suffix = 'running_mean';
  return new Set(
    [...parameters]
      .filter((name) => name === suffix || name.endsWith(`.${suffix}`))
      .map((name) => `${name.slice(0, -suffix.length)}num_batches_tracked`),
  );
}

type GraphInput = { name: string; type: ElementType | 'int64'; shape: Shape };

function parametersOf(
  { initializers }: Graph,
  used: ReadonlySet<string>,
  chosen: readonly string[] | undefined,
): ReadonlyMap<string, GraphTensor> {
  const parameters = new Map<string, GraphTensor>();
  for (const tensor of initializers.values()) {
    const { name, type, dims } = tensor;
    const isChosen = chosen ? chosen.includes(name) : type === 'float32' && dims.length > 0;
    if (!used.has(name) || !isChosen) continue;
    if (type !== 'float32') fail(`the parameter ${quote(name)} is ${type}, not float32`);
    if (dims.some((size) => size === 0)) fail(`the parameter ${quote(name)} is empty`);
    parameters.set(name, tensor);
  }
  for (const name of chosen ?? []) {
    if (!parameters.has(name)) fail(`no node takes an initializer named ${quote(name)}`);
  }
  let count = 0;
  for (const { dims } of parameters.values()) count += elementCount(dims);
  if (count > MAX_PARAMETERS) fail(`it has more than ${MAX_PARAMETERS} parameters`);
  return parameters;
}

function inputsOf({ inputs, initializers }: Graph, used: ReadonlySet<string>): GraphInput[] {
  const own = inputs.filter(({ name }) => !initializers.has(name));
  if (own.length === 0 || own.length > MAX_ENDS) fail(`it has ${own.length} inputs`);
  return own.map((input) => {
    const { name } = input;
    if (!NAME.test(name)) {
      fail(
        `an input is named ${quote(name)}; a name is letters, digits and underscores (input_names of torch.onnx.export)`,
      );
    }
    if (!used.has(name)) fail(`no node takes the input ${quote(name)}`);
    return { name, type: inputTypeOf(input), shape: sampleShapeOf(input) };
  });
}

function inputTypeOf({ name, typeCode }: GraphValueInfo): GraphInput['type'] {
  const type = typeOfCode(typeCode);
  if (type === undefined || type === 'bool')
    return fail(`the input ${quote(name)} is not float32, int32 or int64`);
  return type;
}

function sampleShapeOf({ name, dims: [batch, ...dims] }: GraphValueInfo): Shape {
  if (batch !== undefined || dims.length === 0) {
    return fail(
      `the first dimension of the input ${quote(name)} must be the batch and free (dynamic_axes of torch.onnx.export)`,
    );
  }
  const shape = dims.map((size) =>
    size !== undefined && size > 0 ? size : fail(`a dimension of the input ${quote(name)} is not fixed`),
  );
  if (elementCount(shape) > MAX_SAMPLE_ELEMENTS) {
    fail(`a sample of the input ${quote(name)} has more than ${MAX_SAMPLE_ELEMENTS} elements`);
  }
  return shape;
}

function outputOf(name: string, graph: Graph, values: ReadonlyMap<string, GraphValue>) {
  const value = values.get(name);
  const isComputed = graph.nodes.some(({ outputs }) => outputs.includes(name));
  if (!value || !isComputed) return fail(`no node gives the output ${quote(name)}`);
  if (!NAME.test(name)) {
    fail(
      `an output is named ${quote(name)}; a name is letters, digits and underscores (output_names of torch.onnx.export)`,
    );
  }
  const [batch, ...dims] = value.shape;
  if (value.type !== 'float32') fail(`the output ${quote(name)} is ${value.type}, not float32`);
  if (!batch?.isBatch || batch.size !== 1 || dims.some(({ isBatch }) => isBatch)) {
    fail(`the output ${quote(name)} is ${formatShape(value.shape)}; its first dimension must be the batch`);
  }
  return { name, shape: dims.map(({ size }) => size) };
}

/** Goes through the nodes in their order: what a node takes must be there before, so that there are no cycles. */
function inferNodes(
  graph: Graph,
  {
    inputs,
    parameters,
    constants,
  }: {
    inputs: readonly GraphInput[];
    parameters: ReadonlyMap<string, GraphTensor>;
    constants: readonly GraphTensor[];
  },
) {
  const values = new Map<string, GraphValue>();
  const below = new Map<string, number>();
  const steps: PlannedStep[] = [];
  const sample = { operations: 0, elements: 0 };
  const run = { operations: 0, elements: 0 };
  let calls = 0;

  for (const { name, type, shape } of inputs) {
    values.set(name, {
      type,
      shape: [{ size: 1, isBatch: true }, ...shape.map(fixed)],
      origin: type === 'float32' ? undefined : name,
    });
  }
  for (const [name, { dims }] of parameters) values.set(name, { type: 'float32', shape: dims.map(fixed) });
  for (const { name, type, dims, bytes } of constants) {
    if (values.has(name)) fail(`two tensors are named ${quote(name)}`);
    if (bytes.length === 0 && elementCount(dims) > 0) fail(`the initializer ${quote(name)} has no values`);
    values.set(name, { type, shape: dims.map(fixed), known: decodeKnown(type, bytes) });
  }

  for (const node of graph.nodes) {
    const plan = planNode(node, values, graph.opset);
    node.outputs.forEach((name, index) => {
      if (name === '') return;
      const value = plan.outputs[index];
      if (!value) return failNode(node, `it has no output ${index}`);
      if (values.has(name)) return failNode(node, `its output ${quote(name)} is there already`);
      const amount = checkValue(node, value);
      sample.elements += amount.sample;
      run.elements += amount.run;
      values.set(name, value);
    });
    const { multiplyAdds = NOTHING, otherWork = NOTHING, bound } = plan;
    sample.operations += multiplyAdds.sample + otherWork.sample;
    run.operations += multiplyAdds.run + otherWork.run;
    calls += plan.calls ?? 1;
    if (run.operations > MAX_FIXED_OPERATIONS || run.elements > MAX_SAMPLE_ELEMENTS) {
      failNode(node, 'what the graph computes whatever the batch is too much');
    }
    if (bound) below.set(bound.origin, Math.min(below.get(bound.origin) ?? Infinity, bound.below));
    steps.push(describeNode(node, plan, parameters));
  }
  return { values, below, steps, cost: { sample, run, calls } };
}

function planNode(node: GraphNode, values: ReadonlyMap<string, GraphValue>, opset: number): NodePlan {
  const operator = OPERATORS.get(node.opType);
  if (!operator) return failNode(node, `the operator ${quote(node.opType)} is not allowed`);
  const [least, most] = operator.inputs;
  if (node.inputs.length < least || node.inputs.length > most) {
    return failNode(node, `it has ${node.inputs.length} inputs, not ${least} to ${most}`);
  }
  if (node.outputs.length === 0) return failNode(node, 'it has no outputs');
  for (const [name, { kind }] of node.attributes) {
    const allowed =
      operator.attributes && Object.hasOwn(operator.attributes, name) && operator.attributes[name];
    if (allowed !== kind) return failNode(node, `its attribute ${quote(name)} is not allowed`);
  }
  const inputs = node.inputs.map((name) => {
    if (name === '') return undefined;
    return values.get(name) ?? failNode(node, `it takes ${quote(name)}, which no node before it gives`);
  });
  return operator.plan(createContext(node, inputs, opset));
}

/** @throws ArchitectureError when a tensor cannot be bounded. */
function checkValue(node: GraphNode, { type, shape }: GraphValue): Amount {
  if (shape.length > 8) return failNode(node, `its output ${formatShape(shape)} has too many dimensions`);
  if (shape.filter(({ isBatch }) => isBatch).length > 1) {
    return failNode(node, `its output ${formatShape(shape)} grows with the square of the batch`);
  }
  // Nothing but a list of sizes or axes can be empty.
  if (shape.some(({ size }) => size < 1) && (type === 'float32' || shape.length !== 1)) {
    return failNode(node, `its output ${formatShape(shape)} is empty`);
  }
  const amount = amountOf(shape);
  if (amount.sample > MAX_SAMPLE_ELEMENTS || amount.run > MAX_SAMPLE_ELEMENTS) {
    return failNode(node, `its output ${formatShape(shape)} has more than ${MAX_SAMPLE_ELEMENTS} elements`);
  }
  return amount;
}

function describeNode(
  { name, opType, inputs, outputs }: GraphNode,
  plan: NodePlan,
  parameters: ReadonlyMap<string, GraphTensor>,
): PlannedStep {
  const { sample, run } = plan.multiplyAdds ?? NOTHING;
  return {
    name: name === '' ? (outputs[0] ?? '') : name,
    type: opType,
    outputShape: sampleShape(plan.outputs[0]?.shape ?? []),
    parameters: inputs.flatMap((input) => {
      const parameter = parameters.get(input);
      return parameter ? [{ name: input, shape: parameter.dims }] : [];
    }),
    multiplyAdds: sample + run,
  };
}

/** A shape for one sample: the batch itself left out, multiples of it as they are for one. */
function sampleShape(shape: GraphShape): Shape {
  return shape.filter(({ size, isBatch }) => !isBatch || size > 1).map(({ size }) => size);
}

function encodeGraph(
  graph: Graph,
  {
    inputs,
    outputs,
    parameters,
    constants,
    bytes,
  }: {
    inputs: readonly GraphInput[];
    outputs: readonly { name: string; shape: Shape }[];
    parameters: ReadonlyMap<string, GraphTensor>;
    constants: readonly GraphTensor[];
    bytes: ParameterBytes;
  },
): Uint8Array<ArrayBuffer> {
  const names = new Set(graph.nodes.flatMap((node) => [...node.inputs, ...node.outputs]));
  const renamed = new Map<string, string>();
  const nodes: OnnxNode[] = [];
  for (const { name, type } of inputs) {
    if (type !== 'int64') continue;
    // Whole numbers enter as 32 bits.
    let wide = `${name}.int64`;
    while (names.has(wide)) wide += '_';
    renamed.set(name, wide);
    nodes.push(operation('Cast', [name], wide, [integer('to', GRAPH_TYPES.int64.code)]));
  }
  for (const node of graph.nodes) {
    nodes.push(
      operation(
        node.opType,
        node.inputs.map((name) => renamed.get(name) ?? name),
        node.outputs,
        [...node.attributes].map(([name, value]) => encodeAttribute(name, value)),
      ),
    );
  }
  return encodeModel({
    nodes,
    initializers: [
      ...[...parameters.values()].map(({ name, dims }) => {
        const values = bytes.get(name);
        if (!values) throw new RangeError(`encode was called without tensor ${name}`);
        return floatTensor(name, dims, values);
      }),
      ...constants.map(({ name, type, dims, bytes: values }) =>
        tensorOf(name, GRAPH_TYPES[type].code, dims, values),
      ),
    ],
    inputs: inputs.map(({ name, type, shape }) => ({
      name,
      type: type === 'float32' ? 'float32' : 'int32',
      shape,
    })),
    outputs,
    opset: graph.opset,
  });
}

function encodeAttribute(name: string, attribute: GraphAttribute): AttributeProto {
  const encoder = new TextEncoder();
  switch (attribute.kind) {
    case 'float':
      return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: attribute.value });
    case 'int':
      return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: attribute.value });
    case 'text':
      return create(AttributeProtoSchema, {
        name,
        type: AttributeType.STRING,
        s: encoder.encode(attribute.value),
      });
    case 'tensor': {
      const { type, dims, bytes } = attribute.value;
      return create(AttributeProtoSchema, {
        name,
        type: AttributeType.TENSOR,
        t: tensorOf('', GRAPH_TYPES[type].code, dims, bytes),
      });
    }
    case 'floats':
      return create(AttributeProtoSchema, { name, type: AttributeType.FLOATS, floats: [...attribute.value] });
    case 'ints':
      return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: [...attribute.value] });
    case 'texts':
      return create(AttributeProtoSchema, {
        name,
        type: AttributeType.STRINGS,
        strings: attribute.value.map((value) => encoder.encode(value)),
      });
  }
}

function fail(problem: string): never {
  throw new ArchitectureError(`The ONNX graph cannot be used: ${problem}.`);
}
