import { z } from 'zod';
import { GRAPH_FILE } from '#protocol/task/bundle.ts';
import { JsonSyntaxError, parseStrictJson } from '../strict-json.ts';
import { ArchitectureError } from './error.ts';
import { activationSchemas, preluSchema } from './layers/activation.ts';
import {
  adaptiveAvgPool1dSchema,
  adaptiveAvgPool2dSchema,
  adaptiveMaxPool1dSchema,
  adaptiveMaxPool2dSchema,
} from './layers/adaptive-pooling.ts';
import {
  dropoutSchema,
  flattenSchema,
  identitySchema,
  permuteSchema,
  reshapeSchema,
} from './layers/arrangement.ts';
import { conv1dSchema, conv2dSchema } from './layers/convolution.ts';
import { embeddingSchema } from './layers/embedding.ts';
import { layerName, size } from './layers/layer.ts';
import { linearSchema } from './layers/linear.ts';
import { addSchema, concatSchema, multiplySchema } from './layers/merge.ts';
import { batchNorm1dSchema, batchNorm2dSchema, layerNormSchema } from './layers/normalization.ts';
import { avgPool1dSchema, avgPool2dSchema, maxPool1dSchema, maxPool2dSchema } from './layers/pooling.ts';

const tensorName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'a name is letters, digits and underscores');

/** Layers, each the PyTorch module of the same name; see docs/evaluation.md#layers. */
const layerSchema = z.discriminatedUnion('type', [
  linearSchema,
  conv1dSchema,
  conv2dSchema,
  maxPool1dSchema,
  maxPool2dSchema,
  avgPool1dSchema,
  avgPool2dSchema,
  adaptiveAvgPool1dSchema,
  adaptiveAvgPool2dSchema,
  adaptiveMaxPool1dSchema,
  adaptiveMaxPool2dSchema,
  batchNorm1dSchema,
  batchNorm2dSchema,
  layerNormSchema,
  embeddingSchema,
  flattenSchema,
  reshapeSchema,
  permuteSchema,
  dropoutSchema,
  identitySchema,
  ...activationSchemas,
  preluSchema,
  addSchema,
  multiplySchema,
  concatSchema,
]);

/** Every `type` that a layer can have. */
export const LAYER_TYPES: readonly string[] = layerSchema.options.map((option) => option.shape.type.value);

const type = z.enum(['float32', 'int32']).default('float32');
/** The shape of one sample; the batch dimension is added. */
const sampleShape = z.array(size).min(1).max(4);

const input = z.strictObject({ name: tensorName.default('x'), shape: sampleShape, type });
const namedInput = z.strictObject({ name: tensorName, shape: sampleShape, type });
const output = z.strictObject({ name: tensorName.default('y'), from: layerName.optional() });
const namedOutput = z.strictObject({ name: tensorName, from: layerName });

/** In the order in which data passes them; a layer's name, or else its index, prefixes the names of its parameters. */
const layers = z.array(layerSchema).min(1).max(256);

/** A network of layers: one input and one output, or several of either. */
export const architectureSchema = z
  .strictObject({
    input: input.optional(),
    inputs: z.array(namedInput).min(1).max(16).optional(),
    output: output.optional(),
    outputs: z.array(namedOutput).min(1).max(16).optional(),
    layers,
  })
  .transform(({ input, inputs, output, outputs, layers }, context) => {
    if ((input === undefined) === (inputs === undefined))
      context.addIssue({
        code: 'custom',
        path: ['input'],
        message: 'exactly one of input and inputs is needed',
      });
    if (output !== undefined && outputs !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['output'],
        message: 'output and outputs exclude each other',
      });
    return {
      inputs: inputs ?? (input ? [input] : []),
      outputs: outputs ?? [output ?? { name: 'y' }],
      layers,
    };
  });

/** A network given as an ONNX graph beside `architecture.json`. */
const graphReferenceSchema = z.strictObject({
  /** The file's name in the bundle. */
  onnx: z.literal(GRAPH_FILE),
  /** The initializers that are parameters; by default all of float32 that have a dimension. */
  parameters: z.array(z.string().min(1).max(256)).min(1).max(4096).optional(),
});

export type Layer = z.infer<typeof layerSchema>;
export type Architecture = z.infer<typeof architectureSchema>;
export type GraphReference = z.infer<typeof graphReferenceSchema>;

/** What `architecture.json` says: the layers themselves, or where the graph is. */
export type ArchitectureFile =
  { kind: 'layers'; architecture: Architecture } | { kind: 'graph'; reference: GraphReference };

/**
 * Reads `architecture.json`.
 *
 * @throws ArchitectureError which names the layer.
 */
export function parseArchitectureFile(bytes: Uint8Array): ArchitectureFile {
  let value: unknown;
  try {
    value = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new ArchitectureError(error.shortMessage);
    if (error instanceof TypeError) throw new ArchitectureError('It is not UTF-8.');
    throw error;
  }
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'onnx')
    ? { kind: 'graph', reference: parse(graphReferenceSchema, value) }
    : { kind: 'layers', architecture: parse(architectureSchema, value) };
}

/**
 * Reads an `architecture.json` that lists layers.
 *
 * @throws ArchitectureError which names the layer.
 */
export function parseArchitecture(bytes: Uint8Array): Architecture {
  const file = parseArchitectureFile(bytes);
  if (file.kind === 'layers') return file.architecture;
  throw new ArchitectureError(`It refers to the graph ${file.reference.onnx}.`);
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
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
