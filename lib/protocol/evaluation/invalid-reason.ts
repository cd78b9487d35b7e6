import { z } from 'zod';

const shape = z.array(z.number()).readonly();
const tensor = z.string();
const problem = z.string();

/**
 * Why an outcome is `Invalid`. Its digest is signed by operators: every field is a pure function of the content
 * judged, never the wording of an engine.
 */
export const invalidReasonSchema = z.discriminatedUnion('type', [
  /** The parameters are not a safetensors file. */
  z.object({ type: z.literal('malformed-parameters'), problem }),
  /** The architecture names a tensor that the parameters lack. */
  z.object({ type: z.literal('missing-tensor'), tensor, expectedShape: shape }),
  /** The parameters hold a tensor that the architecture does not name. */
  z.object({ type: z.literal('unexpected-tensor'), tensor }),
  z.object({ type: z.literal('wrong-shape'), tensor, shape, expectedShape: shape }),
  z.object({ type: z.literal('wrong-type'), tensor, dtype: z.string(), expectedDtype: z.string() }),
  /** `index` counts the tensor's elements in row-major order. */
  z.object({
    type: z.literal('not-finite'),
    tensor,
    index: z.number(),
    value: z.enum(['NaN', 'Infinity', '-Infinity']),
  }),
  /** Only of a baseline: `architecture.json` cannot be used, so that the task is void. */
  z.object({ type: z.literal('unusable-architecture'), problem }),
  /** Only of a baseline: `evaluation.js` cannot be loaded or has no default export, so that the task is void. */
  z.object({ type: z.literal('unusable-evaluation'), problem }),
]);

export type InvalidReason = z.output<typeof invalidReasonSchema>;

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
