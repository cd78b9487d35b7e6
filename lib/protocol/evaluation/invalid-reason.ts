/**
 * Why an outcome is `Invalid`. Its digest is signed by operators: every field is a pure function of the content
 * judged, never the wording of an engine.
 */
export type InvalidReason =
  /** The parameters are not a safetensors file. */
  | { type: 'malformed-parameters'; problem: string }
  /** The architecture names a tensor that the parameters lack. */
  | { type: 'missing-tensor'; tensor: string; expectedShape: readonly number[] }
  /** The parameters hold a tensor that the architecture does not name. */
  | { type: 'unexpected-tensor'; tensor: string }
  | { type: 'wrong-shape'; tensor: string; shape: readonly number[]; expectedShape: readonly number[] }
  | { type: 'wrong-type'; tensor: string; dtype: string; expectedDtype: string }
  /** `index` counts the tensor's elements in row-major order. */
  | { type: 'not-finite'; tensor: string; index: number; value: 'NaN' | 'Infinity' | '-Infinity' }
  /** Only of a baseline: `architecture.json` cannot be used, so that the task is void. */
  | { type: 'unusable-architecture'; problem: string }
  /** Only of a baseline: `evaluation.js` cannot be loaded or has no default export, so that the task is void. */
  | { type: 'unusable-evaluation'; problem: string };

/** The reason as a sentence for its reader. */
export function describeInvalidReason(reason: InvalidReason): string {
  switch (reason.type) {
    case 'malformed-parameters':
      return `The parameters are not a valid safetensors file: ${reason.problem}.`;
    case 'missing-tensor':
      return `Tensor \`${reason.tensor}\` of shape ${formatShape(reason.expectedShape)} is missing.`;
    case 'unexpected-tensor':
      return `Tensor \`${reason.tensor}\` is not part of the architecture.`;
    case 'wrong-shape':
      return `Tensor \`${reason.tensor}\` has shape ${formatShape(reason.shape)}, expected ${formatShape(reason.expectedShape)}.`;
    case 'wrong-type':
      return `Tensor \`${reason.tensor}\` has type ${reason.dtype}, expected ${reason.expectedDtype}.`;
    case 'not-finite':
      return `Tensor \`${reason.tensor}\` contains ${reason.value} at element ${reason.index}; parameters must be finite.`;
    case 'unusable-architecture':
      return `architecture.json cannot be used: ${reason.problem}`;
    case 'unusable-evaluation':
      return `evaluation.js cannot be used: ${reason.problem}`;
  }
}

function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
