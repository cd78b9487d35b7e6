import { z } from 'zod';
import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import type { LayerField, LayerType } from './layer-field.ts';
import { formatLayerValue } from './layer-value.ts';

const property = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
});

const layerJsonSchema = z.looseObject({
  properties: z.record(z.string(), property),
  required: z.array(z.string()).default([]),
});

const architectureJsonSchema = z.looseObject({
  properties: z.looseObject({
    layers: z.looseObject({ items: z.looseObject({ oneOf: z.array(layerJsonSchema) }) }),
  }),
});

let catalogue: readonly LayerType[] | undefined;

/** Every kind of layer with its parameters, read off the schema that `architecture.json` is checked by. */
export function readLayerCatalogue(): readonly LayerType[] {
  catalogue ??= architectureJsonSchema
    .parse(z.toJSONSchema(architectureSchema, { io: 'input', unrepresentable: 'any' }))
    .properties.layers.items.oneOf.map(toLayerType);
  return catalogue;
}

const GENERAL = new Set(['type', 'name', 'from']);

function toLayerType({ properties, required }: z.infer<typeof layerJsonSchema>): LayerType {
  const fields = Object.entries(properties).flatMap(([name, schema]) =>
    GENERAL.has(name) ? [] : [toField(name, schema, required.includes(name))],
  );
  return {
    type: String(properties['type']?.const),
    fields,
    takesSeveral: properties['from']?.type === 'array',
  };
}

function toField(name: string, schema: z.infer<typeof property>, isRequired: boolean): LayerField {
  return {
    name,
    kind: kindOf(schema),
    isRequired,
    usual: schema.default === undefined ? undefined : formatLayerValue(schema.default),
    options: schema.enum ?? [],
  };
}

function kindOf(schema: z.infer<typeof property>): LayerField['kind'] {
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'integer') return 'integer';
  return schema.type === 'number' ? 'real' : 'sizes';
}
