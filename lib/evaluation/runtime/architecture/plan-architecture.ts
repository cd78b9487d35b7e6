import { MAX_PARAMETERS, MAX_SAMPLE_ELEMENTS } from '../model/limits.ts';
import {
  type InitialValues,
  type ModelInput,
  type ModelPlan,
  type PlannedStep,
  type Shape,
  elementCount,
} from '../model/plan.ts';
import { type OnnxNode, encodeModel, floatTensor, operation } from '../onnx/write.ts';
import { ArchitectureError } from './error.ts';
import type { LayerInput, LayerPlan } from './layers/layer.ts';
import { planLayer } from './plan-layer.ts';
import type { Architecture, Layer } from './schema.ts';

/** A layer with everything that follows from the layers before it. */
export type PlannedLayer = PlannedStep & {
  layer: Layer;
  /** Of one sample, without the batch dimension; of several inputs, the first. */
  inputShape: Shape;
};

export type ArchitecturePlan = Omit<ModelPlan, 'steps'> & { steps: readonly PlannedLayer[] };

/** A tensor that layers can take, by what it is called in `from`. */
type Source = LayerInput & {
  /** Its name in the ONNX graph. */
  tensor: string;
  /** The input of whole numbers that it is an arrangement of. */
  origin: string | undefined;
  /** What is said when nobody takes it. */
  label: string;
};

/**
 * Infers all shapes of a network of layers.
 *
 * @throws ArchitectureError which names the layer that does not fit or is too large.
 */
export function planArchitecture(architecture: Architecture): ArchitecturePlan {
  const graph = new Map<string, Source>();
  const unused = new Set<Source>();
  const steps: PlannedLayer[] = [];
  const nodes: OnnxNode[] = [];
  const parameters = new Map<string, Shape>();
  const initialValues = new Map<string, InitialValues>();
  const constants: { name: string; shape: Shape; value: number }[] = [];
  const ignored = new Set<string>();
  const below = new Map<string, number>();
  let parameterCount = 0;
  let otherWork = 0;
  let elements = 0;

  checkNames(architecture);
  let previous: Source | undefined;
  for (const { name, type, shape } of architecture.inputs) {
    checkSampleSize(`input "${name}"`, shape);
    const source = {
      tensor: name,
      shape,
      type,
      origin: type === 'int32' ? name : undefined,
      label: `input "${name}"`,
    };
    graph.set(name, source);
    unused.add(source);
    previous = source;
  }

  architecture.layers.forEach((layer, index) => {
    const at = `layers[${index}]${layer.name === undefined ? '' : ` "${layer.name}"`} (${layer.type})`;
    const fail = (problem: string): never => {
      throw new ArchitectureError(`${at}: ${problem}`);
    };
    const taken = takenBy(layer, { graph, previous, isAmbiguous: index === 0 && graph.size > 1, fail });
    const [first] = taken;
    for (const source of taken) unused.delete(source);
    const prefix = layer.name ?? `${index}`;
    const plan = planLayer(layer, { prefix, inputs: taken, fail });
    checkSampleSize(at, plan.outputShape);
    const planned = describeLayer({ layer, prefix, inputShape: first.shape, plan });
    for (const { name, shape, initial } of plan.parameters ?? []) {
      parameters.set(name, shape);
      initialValues.set(name, initial);
      parameterCount += elementCount(shape);
    }
    if (parameterCount > MAX_PARAMETERS) fail(`more than ${MAX_PARAMETERS} parameters.`);
    if (plan.below !== undefined && first.origin !== undefined) {
      below.set(first.origin, Math.min(below.get(first.origin) ?? Infinity, plan.below));
    }
    constants.push(...(plan.constants ?? []));
    for (const name of plan.ignored ?? []) ignored.add(name);
    otherWork += plan.otherWork ?? 0;
    steps.push(planned);

    const tensor = plan.nodes ? `${prefix}.output` : first.tensor;
    const added =
      plan.nodes?.(
        taken.map((source) => source.tensor),
        tensor,
      ) ?? [];
    nodes.push(...added);
    // A layer of several nodes holds as many results of its size.
    elements += plan.elements ?? added.length * elementCount(plan.outputShape);
    previous = {
      tensor,
      shape: plan.outputShape,
      type: plan.outputType ?? 'float32',
      origin: plan.outputType === 'int32' ? first.origin : undefined,
      label: at,
    };
    unused.add(previous);
    if (layer.name !== undefined) graph.set(layer.name, previous);
  });

  const outputs = architecture.outputs.map(({ name, from }) => {
    const source = from === undefined ? previous : graph.get(from);
    if (!source) throw new ArchitectureError(`output "${name}": there is no layer named "${from}".`);
    if (source.type !== 'float32') throw new ArchitectureError(`output "${name}": it is whole numbers.`);
    unused.delete(source);
    nodes.push(operation('Identity', [source.tensor], name));
    elements += elementCount(source.shape);
    return { name, shape: source.shape };
  });
  for (const { label } of unused) throw new ArchitectureError(`${label}: nothing takes what it gives.`);

  const inputs = architecture.inputs.map(({ name, shape, type }): ModelInput => {
    const bound = below.get(name);
    return { name, shape, type, ...(bound === undefined ? {} : { below: bound }) };
  });
  const multiplyAdds = steps.reduce((sum, step) => sum + step.multiplyAdds, 0);
  return {
    inputs,
    outputs,
    steps,
    parameters,
    initialValues,
    ignored,
    parameterCount,
    multiplyAdds,
    cost: {
      sample: { operations: multiplyAdds + otherWork, elements },
      run: { operations: 0, elements: 0 },
      calls: nodes.length,
    },
    encode: (values) =>
      encodeModel({
        nodes,
        initializers: [
          ...[...parameters].map(([name, shape]) => {
            const bytes = values.get(name);
            if (!bytes) throw new RangeError(`encode was called without tensor ${name}`);
            return floatTensor(name, shape, bytes);
          }),
          ...constants.map(({ name, shape, value }) =>
            floatTensor(name, shape, repeated(value, elementCount(shape))),
          ),
        ],
        inputs,
        outputs,
      }),
  };
}

function describeLayer({
  layer,
  prefix,
  inputShape,
  plan,
}: {
  layer: Layer;
  prefix: string;
  inputShape: Shape;
  plan: LayerPlan;
}): PlannedLayer {
  return {
    layer,
    name: prefix,
    type: layer.type,
    inputShape,
    outputShape: plan.outputShape,
    parameters: (plan.parameters ?? []).map(({ name, shape }) => ({ name, shape })),
    multiplyAdds: plan.multiplyAdds ?? 0,
  };
}

/** What a layer takes: what its `from` names, or else what stands before it. */
function takenBy(
  { from }: Layer,
  {
    graph,
    previous,
    isAmbiguous,
    fail,
  }: {
    graph: ReadonlyMap<string, Source>;
    previous: Source | undefined;
    isAmbiguous: boolean;
    fail(problem: string): never;
  },
): readonly [Source, ...Source[]] {
  const find = (name: string): Source =>
    graph.get(name) ?? fail(`there is no input and no earlier layer named "${name}".`);
  if (Array.isArray(from)) {
    const [first, ...others] = from.map(find);
    return first ? [first, ...others] : fail('it takes nothing.');
  }
  if (from !== undefined) return [find(from)];
  if (isAmbiguous) return fail('there are several inputs, it must say which one it takes in "from".');
  return previous ? [previous] : fail('it takes nothing.');
}

/** @throws ArchitectureError when two things that can be referred to share a name. */
function checkNames({ inputs, outputs, layers }: Architecture): void {
  const [first] = inputs;
  const [output] = outputs;
  if (inputs.length === 1 && outputs.length === 1 && first && first.name === output?.name) {
    throw new ArchitectureError(`input and output are both named "${first.name}".`);
  }
  const seen = new Set<string>();
  for (const { name } of [...inputs, ...outputs]) {
    if (seen.has(name)) throw new ArchitectureError(`two inputs or outputs are named "${name}".`);
    seen.add(name);
  }
  const sources = new Set(inputs.map(({ name }) => name));
  layers.forEach(({ name, type }, index) => {
    if (name === undefined) return;
    if (sources.has(name)) {
      throw new ArchitectureError(`layers[${index}] (${type}): the name "${name}" is taken.`);
    }
    sources.add(name);
  });
}

function checkSampleSize(at: string, shape: Shape): void {
  if (elementCount(shape) > MAX_SAMPLE_ELEMENTS) {
    throw new ArchitectureError(`${at}: one sample has more than ${MAX_SAMPLE_ELEMENTS} elements.`);
  }
}

function repeated(value: number, count: number): Uint8Array {
  const bytes = new Uint8Array(4 * count);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < count; index++) view.setFloat32(4 * index, value, true);
  return bytes;
}
