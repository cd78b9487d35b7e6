import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import type { ModelPlan, ParameterBytes, Shape } from '../model/plan.ts';
import { SafetensorsError, type TensorView, type TensorViews, readSafetensors } from './safetensors.ts';
import { widenBfloat16, widenFloat16 } from './widen.ts';

/** Parameters that fit, or the first reason why not. */
export type Fit = { fits: true; parameters: ParameterBytes } | { fits: false; reason: InvalidReason };

/**
 * Reads a safetensors file and compares it with a network: the same names, exactly these shapes, float32 or what widens
 * to it exactly, every value finite.
 */
export function fitParameters(plan: Pick<ModelPlan, 'parameters' | 'ignored'>, file: Uint8Array): Fit {
  let tensors: TensorViews;
  try {
    tensors = readSafetensors(file);
  } catch (error) {
    if (error instanceof SafetensorsError) {
      return { fits: false, reason: { type: 'malformed-parameters', problem: error.problem } };
    }
    throw error;
  }
  const parameters = new Map<string, Uint8Array>();
  for (const [tensor, expectedShape] of plan.parameters) {
    const found = tensors.get(tensor);
    if (!found) return misfit({ type: 'missing-tensor', tensor, expectedShape });
    const { dtype, shape } = found;
    const bytes = toFloat32(found);
    if (!bytes) return misfit({ type: 'wrong-type', tensor, dtype, expectedDtype: 'F32' });
    if (!isSameShape(shape, expectedShape))
      return misfit({ type: 'wrong-shape', tensor, shape, expectedShape });
    const notFinite = findNotFinite(bytes);
    if (notFinite) return misfit({ type: 'not-finite', tensor, ...notFinite });
    parameters.set(tensor, bytes);
  }
  for (const [tensor, { dtype, shape }] of tensors) {
    if (plan.parameters.has(tensor)) continue;
    if (!plan.ignored.has(tensor)) return misfit({ type: 'unexpected-tensor', tensor });
    // PyTorch's counter of training batches: one whole number.
    if (dtype !== 'I64') return misfit({ type: 'wrong-type', tensor, dtype, expectedDtype: 'I64' });
    if (shape.length > 0) return misfit({ type: 'wrong-shape', tensor, shape, expectedShape: [] });
  }
  return { fits: true, parameters };
}

function misfit(reason: InvalidReason): Fit {
  return { fits: false, reason };
}

/** Little-endian float32 values; `undefined` of a type that does not widen to them exactly. */
function toFloat32({ dtype, bytes }: TensorView): Uint8Array | undefined {
  if (dtype === 'F32') return bytes;
  if (dtype === 'F16') return widenFloat16(bytes);
  return dtype === 'BF16' ? widenBfloat16(bytes) : undefined;
}

function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
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
