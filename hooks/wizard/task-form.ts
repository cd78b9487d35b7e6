import { z } from 'zod';
import type { Hex } from 'viem';
import { isHex } from 'viem';
import { type TaskDraft, taskDraftSchema } from '#sdk/flows/task-draft.ts';

/**
 * What an owner has entered so far, part by part: everything that the wizard needs to go on after a reload. Numbers and
 * amounts are the text that was typed.
 */
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'not bytes');
const seed = z.custom<Hex>((value) => isHex(value) && value.length === 66, 'not 32 bytes');
const file = z.object({ name: z.string(), bytes });

export type FormFile = z.infer<typeof file>;

export const modelFormSchema = z.object({
  /** Whether the network is layers or an ONNX graph. */
  kind: z.enum(['layers', 'graph']),
  /** `architecture.json` of a network of layers. */
  layers: z.string(),
  /** `architecture.json` of a graph. */
  reference: z.string(),
  graph: file.optional(),
  parameters: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('seed'), seed }),
    z.object({ kind: z.literal('file'), file }),
  ]),
});

export const evaluationFormSchema = z.object({
  /** `evaluation.js` */
  code: z.string(),
  /** The files below `data/`. */
  data: z.array(file),
});

export const termsFormSchema = z.object({
  token: z.string(),
  bounty: z.string(),
  targetScore: z.string(),
  minGapPercent: z.string(),
  rounds: z.string(),
  requiredWins: z.string(),
  bond: z.string(),
  operatorFee: z.string(),
  quorumPercent: z.string(),
  durationDays: z.string(),
  maxPending: z.string(),
});

export const descriptionFormSchema = z.object({
  title: z.string(),
  description: z.string(),
  /** Parted by commas. */
  tags: z.string(),
  licence: z.string(),
});

export const STEPS = ['model', 'evaluation', 'terms', 'description', 'review'] as const;
export type Step = (typeof STEPS)[number];

export const progressSchema = z.object({
  step: z.enum(STEPS),
  payment: z.enum(['permit', 'approve']),
});

/** Each part is kept by itself, so that typing a title does not write a model again. */
export const PARTS = {
  progress: progressSchema,
  model: modelFormSchema,
  evaluation: evaluationFormSchema,
  terms: termsFormSchema,
  description: descriptionFormSchema,
  /** How far the publication is, once it has begun. */
  publication: taskDraftSchema.optional(),
} as const;

export type PartName = keyof typeof PARTS;

export type ModelForm = z.infer<typeof modelFormSchema>;
export type EvaluationForm = z.infer<typeof evaluationFormSchema>;
export type TermsForm = z.infer<typeof termsFormSchema>;
export type DescriptionForm = z.infer<typeof descriptionFormSchema>;

export type TaskForm = {
  progress: z.infer<typeof progressSchema>;
  model: ModelForm;
  evaluation: EvaluationForm;
  terms: TermsForm;
  description: DescriptionForm;
  publication: TaskDraft | undefined;
};

/** The network that an empty page begins with: one layer, to be changed. */
export const EMPTY_LAYERS = `${JSON.stringify(
  { input: { shape: [1] }, layers: [{ type: 'linear', outFeatures: 1 }] },
  undefined,
  2,
)}\n`;

export const GRAPH_REFERENCE = '{ "onnx": "model.onnx" }\n';

export const EMPTY_EVALUATION = `// Called once for each round and model. Both models of a round get the same random numbers.
export default async function evaluate({ random, model, metrics }) {
  const x = random.uniform(1000, -1, 1);
  const { y } = await model.run({ x: { data: x, dims: [1000, 1] } });
  return metrics.rSquared(y.data, x);
}
`;

/** An empty form. @param token The token of all amounts. */
export function createTaskForm({ token, seed: initial }: { token: string; seed: Hex }): TaskForm {
  return {
    progress: { step: 'model', payment: 'permit' },
    model: {
      kind: 'layers',
      layers: EMPTY_LAYERS,
      reference: GRAPH_REFERENCE,
      parameters: { kind: 'seed', seed: initial },
    },
    evaluation: { code: EMPTY_EVALUATION, data: [] },
    terms: {
      token,
      bounty: '100',
      targetScore: '0.99',
      minGapPercent: '5',
      rounds: '16',
      requiredWins: '14',
      bond: '1',
      operatorFee: '0.5',
      quorumPercent: '66.67',
      durationDays: '30',
      maxPending: '16',
    },
    description: { title: '', description: '', tags: '', licence: '' },
    publication: undefined,
  };
}
