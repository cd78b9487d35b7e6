import { z } from 'zod';

/** A layer as `architecture.json` writes it; what is in it is checked by the evaluation runtime. */
export type LayerRow = { type: string } & { [field: string]: unknown };
export type InputRow = { name: string; shape: readonly (number | string)[]; type: string };
export type OutputRow = { name: string; from: string };

/** An `architecture.json` of layers, as rows that a form changes. */
export type LayerList = {
  inputs: readonly InputRow[];
  outputs: readonly OutputRow[];
  layers: readonly LayerRow[];
};

const end = z.looseObject({ name: z.string().optional() });
const inputSchema = end.extend({
  shape: z.array(z.union([z.number(), z.string()])).catch([]),
  type: z.string().default('float32'),
});
const outputSchema = end.extend({ from: z.string().optional() });

const architectureSchema = z.looseObject({
  input: inputSchema.optional(),
  inputs: z.array(inputSchema).optional(),
  output: outputSchema.optional(),
  outputs: z.array(outputSchema).optional(),
  layers: z.array(z.looseObject({ type: z.string() })).default([]),
});

/** The rows of an `architecture.json`; `undefined` when it is not one of layers at all. */
export function readLayerList(text: string): LayerList | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = architectureSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { input, inputs, output, outputs, layers } = parsed.data;
  return {
    inputs: (inputs ?? [input ?? { shape: [], type: 'float32' }]).map(({ name = 'x', shape, type }) => ({
      name,
      shape,
      type,
    })),
    outputs: (outputs ?? [output ?? {}]).map(({ name = 'y', from = '' }) => ({ name, from })),
    layers,
  };
}

/** The `architecture.json` of rows, without what is usual anyway. */
export function writeLayerList({ inputs, outputs, layers }: LayerList): string {
  const inputsJson = inputs.map(({ name, shape, type }) => ({
    ...(inputs.length > 1 || name !== 'x' ? { name } : {}),
    shape,
    ...(type === 'float32' ? {} : { type }),
  }));
  const outputsJson = outputs.map(({ name, from }) => ({
    ...(outputs.length > 1 || name !== 'y' ? { name } : {}),
    ...(from === '' ? {} : { from }),
  }));
  const [output] = outputsJson;
  const isUsualOutput = outputsJson.length === 1 && Object.keys(output ?? {}).length === 0;
  return `${JSON.stringify(
    {
      ...(inputsJson.length === 1 ? { input: inputsJson[0] } : { inputs: inputsJson }),
      ...(outputsJson.length > 1 ? { outputs: outputsJson } : isUsualOutput ? {} : { output }),
      layers,
    },
    undefined,
    2,
  )}\n`;
}

/** A row moved by one place; the list itself where there is no such place. */
export function moveRow<Row>(rows: readonly Row[], from: number, by: -1 | 1): readonly Row[] {
  const to = from + by;
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  const rest = rows.filter((_, index) => index !== from);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
}

/** The position of the layer that an error of the architecture names. */
export function namedLayer(problem: string): number | undefined {
  const match = /layers\[(\d+)\]/.exec(problem);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
