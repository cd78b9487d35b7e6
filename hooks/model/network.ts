import { parseArchitectureFile } from '#evaluation/runtime/architecture/schema.ts';
import { type ModelDescription, describeModel } from '#evaluation/runtime/model/describe.ts';
import type { NetworkFiles } from '#evaluation/runtime/model/read-model.ts';
import { decodeGraph } from '#evaluation/runtime/onnx/decode.ts';

/** A network as a picture of it needs it: what there is, and what takes from what. */
export type Network = {
  description: ModelDescription;
  nodes: readonly NetworkNode[];
  /** From the node that gives to the one that takes. */
  edges: readonly { from: string; to: string }[];
};

export type NetworkNode = {
  id: string;
  kind: 'input' | 'step' | 'output';
  /** Of a step its type: `linear`, `Conv`. */
  title: string;
  /** Of one sample. */
  shape: readonly number[];
  parameterCount: number;
};

/** What each step takes, and what the network's outputs are taken from, by node. */
type Wiring = { taken: readonly (readonly string[])[]; outputs: readonly string[] };

/**
 * Reads a network and how its layers, or the nodes of its graph, hang together.
 *
 * @throws {ArchitectureError} which names the layer or the node that cannot be used.
 */
export function readNetwork(files: NetworkFiles): Network {
  const description = describeModel(files);
  const wiring = readWiring(files, description);
  const stepIds = description.steps.map((_, index) => stepId(index));
  const nodes: NetworkNode[] = [
    ...description.inputs.map(({ name, shape }) => ({
      id: inputId(name),
      kind: 'input' as const,
      title: name,
      shape,
      parameterCount: 0,
    })),
    ...description.steps.map(({ type, outputShape, parameterCount }, index) => ({
      id: stepId(index),
      kind: 'step' as const,
      title: type,
      shape: outputShape,
      parameterCount,
    })),
    ...description.outputs.map(({ name, shape }) => ({
      id: outputId(name),
      kind: 'output' as const,
      title: name,
      shape,
      parameterCount: 0,
    })),
  ];
  const edges = [
    ...stepIds.flatMap((to, index) => distinct(wiring.taken[index] ?? []).map((from) => ({ from, to }))),
    ...description.outputs.flatMap(({ name }, index) => {
      const from = wiring.outputs[index];
      return from === undefined ? [] : [{ from, to: outputId(name) }];
    }),
  ];
  return { description, nodes, edges };
}

function readWiring(files: NetworkFiles, description: ModelDescription): Wiring {
  const file = parseArchitectureFile(files.architecture);
  if (file.kind === 'layers') return wireLayers(file.architecture);
  return wireGraph(files.graph ?? new Uint8Array(), description);
}

/** A layer takes what its `from` names, or else what stands before it. */
function wireLayers({
  inputs,
  layers,
  outputs,
}: {
  inputs: readonly { name: string }[];
  layers: readonly { name?: string | undefined; from?: string | string[] | undefined }[];
  outputs: readonly { from?: string | undefined }[];
}): Wiring {
  const named = new Map(inputs.map(({ name }) => [name, inputId(name)]));
  let previous = inputId(inputs.at(-1)?.name ?? '');
  const taken = layers.map(({ name, from }, index) => {
    const sources =
      from === undefined ? [previous] : [from].flat().flatMap((source) => named.get(source) ?? []);
    previous = stepId(index);
    if (name !== undefined) named.set(name, previous);
    return sources;
  });
  return {
    taken,
    outputs: outputs.map(({ from }) => (from === undefined ? previous : (named.get(from) ?? previous))),
  };
}

/** A node takes what inputs and other nodes give; initializers are its parameters. */
function wireGraph(bytes: Uint8Array, { inputs, outputs }: ModelDescription): Wiring {
  const { nodes } = decodeGraph(bytes);
  const givenBy = new Map(inputs.map(({ name }) => [name, inputId(name)]));
  nodes.forEach((node, index) => {
    for (const output of node.outputs) givenBy.set(output, stepId(index));
  });
  return {
    taken: nodes.map((node) => node.inputs.flatMap((name) => givenBy.get(name) ?? [])),
    outputs: outputs.map(({ name }) => givenBy.get(name) ?? ''),
  };
}

const inputId = (name: string) => `input ${name}`;
const stepId = (index: number) => `step ${index}`;
const outputId = (name: string) => `output ${name}`;

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
