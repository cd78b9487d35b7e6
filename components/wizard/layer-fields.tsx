'use client';

import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import type { LayerField } from '#hooks/wizard/layer-field.ts';
import type { LayerRow } from '#hooks/wizard/layer-list.ts';
import { formatLayerValue, parseLayerValue } from '#hooks/wizard/layer-value.ts';

/** The parameters of one layer, each as its kind is typed; what is left empty is as usual. */
export function LayerFields({
  fields,
  layer,
  onChange,
}: {
  fields: readonly LayerField[];
  layer: LayerRow;
  onChange: (layer: LayerRow) => void;
}) {
  if (fields.length === 0) return null;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-3">
      {fields.map((field) => (
        <Field
          key={field.name}
          label={
            <>
              {field.name}
              {field.isRequired ? null : <span className="font-normal text-ink-3"> (optional)</span>}
            </>
          }
        >
          <LayerFieldControl
            field={field}
            value={formatLayerValue(layer[field.name])}
            onChange={(text) => onChange(withField(layer, field, text))}
          />
        </Field>
      ))}
    </div>
  );
}

function LayerFieldControl({
  field,
  value,
  onChange,
}: {
  field: LayerField;
  value: string;
  onChange: (text: string) => void;
}) {
  const options = field.kind === 'boolean' ? ['true', 'false'] : field.options;
  if (options.length > 0) {
    const names: { [option: string]: string } = { true: 'yes', false: 'no' };
    const nameOf = (option: string) => (field.kind === 'boolean' ? (names[option] ?? option) : option);
    return (
      <Select
        value={value}
        onChange={({ target }) => onChange(target.value)}
        options={[
          { value: '', name: field.usual === undefined ? '–' : `${nameOf(field.usual)} (usual)` },
          ...options
            .filter((option) => option !== field.usual)
            .map((option) => ({ value: option, name: nameOf(option) })),
          // What the file says, even where it says what is usual.
          ...(value !== '' && value === field.usual ? [{ value, name: nameOf(value) }] : []),
        ]}
      />
    );
  }
  return (
    <TextInput
      value={value}
      inputMode={field.kind === 'integer' ? 'numeric' : 'text'}
      placeholder={field.usual}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function withField(layer: LayerRow, { name, kind }: LayerField, text: string): LayerRow {
  const { [name]: _, ...rest } = layer;
  // A list in the middle of being typed stays text: "3," is about to become "3, 5".
  const value = text.trimEnd().endsWith(',') || text.endsWith('.') ? text : parseLayerValue(kind, text);
  return value === undefined ? { ...rest, type: layer.type } : { ...rest, type: layer.type, [name]: value };
}
