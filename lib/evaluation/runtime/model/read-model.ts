import { ArchitectureError } from '../architecture/error.ts';
import { planArchitecture } from '../architecture/plan-architecture.ts';
import { parseArchitectureFile } from '../architecture/schema.ts';
import { planGraph } from '../onnx/plan-graph.ts';
import type { ModelPlan } from './plan.ts';

/** The files that say what the network is. */
export type NetworkFiles = {
  /** `architecture.json` */
  architecture: Uint8Array;
  /** The ONNX graph that it refers to, if it does. */
  graph?: Uint8Array | undefined;
};

/**
 * Reads a network, of layers or of an ONNX graph, and infers everything that follows from it.
 *
 * @throws ArchitectureError which names the layer or the node that cannot be used.
 */
export function readModel({ architecture, graph }: NetworkFiles): ModelPlan {
  const file = parseArchitectureFile(architecture);
  if (file.kind === 'layers') return planArchitecture(file.architecture);
  if (!graph) throw new ArchitectureError(`It refers to ${file.reference.onnx}, which is missing.`);
  return planGraph(graph, { parameters: file.reference.parameters });
}
