import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import type { ArchitecturePlan } from '../architecture/shapes.ts';
import type { ParameterBytes } from '../architecture/onnx.ts';
import { SafetensorsError, type TensorViews, readSafetensors } from './safetensors.ts';

/** Parameters that fit, or the first reason why not. */
export type Fit = { fits: true; parameters: ParameterBytes } | { fits: false; reason: InvalidReason };

/**
 * Reads a safetensors file and compares it with an architecture: the same names, exactly these shapes, float32,
 * every value finite.
 */
export function fitParameters(plan: ArchitecturePlan, file: Uint8Array): Fit {
  let tensors: TensorViews;
  try {
    tensors = readSafetensors(file);
  } catch (error) {
    if (error instanceof SafetensorsError) {
      return { fits: false, reason: { type: 'malformed-parameters', problem: error.problem } };
    }
    throw error;
  }
  const reason = findMisfit(plan, tensors);
  if (reason) return { fits: false, reason };
  return { fits: true, parameters: new Map([...tensors].map(([name, tensor]) => [name, tensor.bytes])) };
}

function findMisfit(plan: ArchitecturePlan, tensors: TensorViews): InvalidReason | undefined {
  for (const [tensor, expectedShape] of plan.parameters) {
    const found = tensors.get(tensor);
    if (!found) return { type: 'missing-tensor', tensor, expectedShape };
    const { dtype, shape, bytes } = found;
    if (dtype !== 'F32') return { type: 'wrong-type', tensor, dtype, expectedDtype: 'F32' };
    if (shape.length !== expectedShape.length || shape.some((size, axis) => size !== expectedShape[axis])) {
      return { type: 'wrong-shape', tensor, shape, expectedShape };
    }
    const notFinite = findNotFinite(bytes);
    if (notFinite) return { type: 'not-finite', tensor, ...notFinite };
  }
  for (const tensor of tensors.keys()) {
    if (!plan.parameters.has(tensor)) return { type: 'unexpected-tensor', tensor };
  }
  return undefined;
}

function findNotFinite(
  bytes: Uint8Array,
): { index: number; value: 'NaN' | 'Infinity' | '-Infinity' } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset < bytes.byteLength; offset += 4) {
    const value = view.getFloat32(offset, true);
    if (Number.isFinite(value)) continue;
    return { index: offset / 4, value: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };
  }
  return undefined;
}
