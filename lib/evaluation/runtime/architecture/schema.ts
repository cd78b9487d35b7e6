import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import { JsonSyntaxError, parseStrictJson } from '../strict-json.ts';

const size = z
  .number()
  .int()
  .min(1)
  .max(2 ** 20);
const kernel = z.union([size, z.tuple([size, size])]);
const padding = z.number().int().min(0).max(1024);
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'a name is letters, digits and underscores');

/** Layers, each the PyTorch module of the same name; see docs/evaluation.md#layers. */
export const layerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('linear'), outFeatures: size, bias: z.boolean().default(true) }),
  z.strictObject({
    type: z.literal('conv2d'),
    outChannels: size,
    kernelSize: kernel,
    stride: kernel.default(1),
    padding: z.union([padding, z.tuple([padding, padding])]).default(0),
    bias: z.boolean().default(true),
  }),
  z.strictObject({ type: z.literal('maxPool2d'), kernelSize: kernel, stride: kernel.optional() }),
  z.strictObject({ type: z.literal('flatten') }),
  z.strictObject({ type: z.literal('dropout'), p: z.number().min(0).max(1).optional() }),
  z.strictObject({ type: z.literal('relu') }),
  z.strictObject({ type: z.literal('tanh') }),
  z.strictObject({ type: z.literal('sigmoid') }),
  z.strictObject({ type: z.literal('gelu'), approximate: z.enum(['none', 'tanh']).default('none') }),
  z.strictObject({ type: z.literal('softmax') }),
]);

export const architectureSchema = z.strictObject({
  /** The model's input: its name in `model.run`, and the shape of one sample (the batch dimension is added). */
  input: z.strictObject({ name: name.default('x'), shape: z.array(size).min(1).max(4) }),
  /** The name of the output in what `model.run` returns. */
  output: z.strictObject({ name: name.default('y') }).prefault({}),
  /** In the order in which data passes them; the index of a layer prefixes the names of its parameters. */
  layers: z.array(layerSchema).min(1).max(256),
});

export type Layer = z.infer<typeof layerSchema>;
export type Architecture = z.infer<typeof architectureSchema>;

export class ArchitectureError extends BaseError {
  override name = 'ArchitectureError';
  /** What is wrong and where, the same text on every machine. */
  readonly problem: string;
  constructor(problem: string) {
    super(`The architecture cannot be used: ${problem}`, { docsPath: 'evaluation.md#layers' });
    this.problem = problem;
  }
}

/**
 * Reads `architecture.json`.
 *
 * @throws ArchitectureError which names the layer.
 */
export function parseArchitecture(bytes: Uint8Array): Architecture {
  let value: unknown;
  try {
    value = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new ArchitectureError(error.shortMessage);
    if (error instanceof TypeError) throw new ArchitectureError('It is not UTF-8.');
    throw error;
  }
  const parsed = architectureSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ArchitectureError(
    issue ? `${formatPath(issue.path)}: ${issue.message}.` : 'It has the wrong form.',
  );
}

function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'architecture.json';
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}
