'use client';

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import {
  type LayerList,
  type LayerRow,
  moveRow,
  readLayerList,
  writeLayerList,
} from '#hooks/wizard/layer-list.ts';
import { formatLayerValue, parseLayerValue } from '#hooks/wizard/layer-value.ts';
import { useLayerCatalogue } from '#hooks/wizard/use-layer-catalogue.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LayerFields } from './layer-fields.tsx';

/** Builds a network layer by layer; what it writes is `architecture.json`. */
export function LayerBuilder({
  text,
  onChange,
  failedLayer,
}: {
  /** `architecture.json` */
  text: string;
  onChange: (text: string) => void;
  /** The layer that cannot be used. */
  failedLayer: { index: number; problem: string } | undefined;
}) {
  const catalogue = useLayerCatalogue();
  const [added, setAdded] = useState('linear');
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const rows = readLayerList(text);
  if (!rows) {
    return (
      <p className="text-small text-ink-2">
        <code>architecture.json</code> is not a list of layers right now. Correct its text, and the layers
        come back.
      </p>
    );
  }
  const write = (change: Partial<LayerList>) => onChange(writeLayerList({ ...rows, ...change }));
  const replace = (index: number, layer: LayerRow) =>
    write({ layers: rows.layers.map((row, position) => (position === index ? layer : row)) });
  const move = (index: number, by: -1 | 1) => {
    write({ layers: moveRow(rows.layers, index, by) });
    setSaid(`Layer ${index} is now layer ${index + by}.`);
    // The button that was pressed stays with the layer.
    const name = by < 0 ? 'up' : 'down';
    requestAnimationFrame(() =>
      list.current
        ?.querySelector<HTMLButtonElement>(`[data-row="${index + by}"] [data-move="${name}"]:not(:disabled)`)
        ?.focus(),
    );
  };
  const remove = (index: number) => {
    write({ layers: rows.layers.filter((_, position) => position !== index) });
    setSaid(`Layer ${index} is removed.`);
    requestAnimationFrame(() => {
      const next = list.current?.querySelector<HTMLElement>(
        `[data-row="${Math.min(index, rows.layers.length - 2)}"] select`,
      );
      next?.focus();
    });
  };
  const types = catalogue.map(({ type }) => ({ value: type, name: type }));
  return (
    <div className="grid gap-4">
      <Ends rows={rows} write={write} />
      <ol ref={list} className="grid border-t border-rule" aria-label="Layers">
        {rows.layers.map((layer, index) => {
          const known = catalogue.find(({ type }) => type === layer.type);
          const isFailed = failedLayer?.index === index;
          return (
            <li
              key={index}
              data-row={index}
              className={`grid gap-3 border-b border-rule py-3 ${isFailed ? 'border-l-2 border-l-fault pl-3' : ''}`}
            >
              <div className="flex flex-wrap items-end gap-2">
                <span aria-hidden className="w-6 self-center text-right text-small text-ink-3">
                  {index}
                </span>
                <Field label={`Layer ${index}`} isLabelHidden className="w-48 max-w-full grow sm:grow-0">
                  <Select
                    value={layer.type}
                    options={known ? types : [...types, { value: layer.type, name: layer.type }]}
                    onChange={({ target }) => replace(index, ofType(layer, target.value))}
                  />
                </Field>
                <span className="ml-auto flex">
                  <IconButton
                    label={`Move layer ${index} up`}
                    icon={ArrowUp}
                    data-move="up"
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  />
                  <IconButton
                    label={`Move layer ${index} down`}
                    icon={ArrowDown}
                    data-move="down"
                    disabled={index === rows.layers.length - 1}
                    onClick={() => move(index, 1)}
                  />
                  <IconButton
                    label={`Remove layer ${index}`}
                    icon={Trash2}
                    disabled={rows.layers.length === 1}
                    onClick={() => remove(index)}
                  />
                </span>
              </div>
              <div className="grid gap-1 pl-8">
                <LayerFields
                  fields={known?.fields ?? []}
                  layer={layer}
                  onChange={(changed) => replace(index, changed)}
                />
                {isFailed ? (
                  <p role="alert" className="text-small text-fault">
                    {failedLayer.problem}
                  </p>
                ) : null}
                <Connections
                  layer={layer}
                  takesSeveral={known?.takesSeveral ?? false}
                  onChange={(changed) => replace(index, changed)}
                />
              </div>
            </li>
          );
        })}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Another layer" className="w-48">
          <Select value={added} options={types} onChange={({ target }) => setAdded(target.value)} />
        </Field>
        <Button
          onClick={() => {
            write({ layers: [...rows.layers, newLayer(added)] });
            setSaid(`Layer ${rows.layers.length}, ${added}, is added.`);
          }}
        >
          <Plus aria-hidden className="size-4" strokeWidth={1.75} />
          Add layer
        </Button>
      </div>
    </div>
  );
}

/** Whole numbers to begin with, so that a layer that was just added says something. */
const BEGINNINGS: { readonly [type: string]: { readonly [field: string]: unknown } } = {
  linear: { outFeatures: 32 },
  conv1d: { outChannels: 16, kernelSize: 3 },
  conv2d: { outChannels: 16, kernelSize: 3 },
  maxPool1d: { kernelSize: 2 },
  maxPool2d: { kernelSize: 2 },
  avgPool1d: { kernelSize: 2 },
  avgPool2d: { kernelSize: 2 },
  adaptiveAvgPool1d: { outputSize: 1 },
  adaptiveAvgPool2d: { outputSize: 1 },
  adaptiveMaxPool1d: { outputSize: 1 },
  adaptiveMaxPool2d: { outputSize: 1 },
  embedding: { numEmbeddings: 256, embeddingDim: 16 },
};

function newLayer(type: string): LayerRow {
  return { type, ...BEGINNINGS[type] };
}

/** Another kind of layer in the same place, under the same name. */
function ofType({ name, from }: LayerRow, type: string): LayerRow {
  return {
    ...newLayer(type),
    ...(name === undefined ? {} : { name }),
    ...(from === undefined ? {} : { from }),
  };
}

/** Where a layer takes its input from, and what it is called by others. */
function Connections({
  layer,
  takesSeveral,
  onChange,
}: {
  layer: LayerRow;
  takesSeveral: boolean;
  onChange: (layer: LayerRow) => void;
}) {
  const set = (field: 'name' | 'from', text: string) => {
    const { [field]: _, ...rest } = layer;
    const names = text.split(',').map((name) => name.trim());
    const value = takesSeveral && field === 'from' ? names : text.trim();
    onChange(text === '' ? { ...rest, type: layer.type } : { ...rest, type: layer.type, [field]: value });
  };
  const isConnected = layer['name'] !== undefined || layer['from'] !== undefined || takesSeveral;
  return (
    <Disclosure summary="Name and input" isOpen={isConnected}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Name" hint="Others refer to it by this; its parameters’ names begin with it.">
          <TextInput
            value={formatLayerValue(layer['name'])}
            onChange={({ target }) => set('name', target.value)}
          />
        </Field>
        <Field
          label="Takes"
          hint={
            takesSeveral
              ? 'The names of layers or inputs, parted by commas.'
              : 'The name of a layer or input; usually the layer before it.'
          }
        >
          <TextInput
            value={formatLayerValue(layer['from'])}
            onChange={({ target }) => set('from', target.value)}
          />
        </Field>
      </div>
    </Disclosure>
  );
}

/** The inputs and outputs of the network. */
function Ends({ rows, write }: { rows: LayerList; write: (change: Partial<LayerList>) => void }) {
  const id = useId();
  return (
    <div className="grid gap-3">
      {rows.inputs.map((input, index) => {
        const set = (change: Partial<typeof input>) =>
          write({
            inputs: rows.inputs.map((row, position) => (position === index ? { ...row, ...change } : row)),
          });
        return (
          <div key={`${id}-${index}`} className="flex flex-wrap items-end gap-3">
            <Field label={rows.inputs.length > 1 ? `Input ${index + 1}` : 'Input'} className="w-28">
              <TextInput value={input.name} onChange={({ target }) => set({ name: target.value })} />
            </Field>
            <Field label="Shape of one sample" className="w-44 grow sm:grow-0">
              <ShapeInput shape={input.shape} onChange={(shape) => set({ shape })} />
            </Field>
            <Field label="Numbers" className="w-36">
              <Select
                value={input.type}
                options={[
                  { value: 'float32', name: 'real' },
                  { value: 'int32', name: 'whole' },
                ]}
                onChange={({ target }) => set({ type: target.value })}
              />
            </Field>
            {rows.inputs.length > 1 ? (
              <IconButton
                label={`Remove input ${index + 1}`}
                icon={Trash2}
                onClick={() => write({ inputs: rows.inputs.filter((_, position) => position !== index) })}
              />
            ) : null}
          </div>
        );
      })}
      <Disclosure
        summary="Several inputs or outputs"
        isOpen={rows.inputs.length > 1 || rows.outputs.length > 1}
      >
        <div className="grid gap-3">
          {rows.outputs.map((output, index) => {
            const set = (change: Partial<typeof output>) =>
              write({
                outputs: rows.outputs.map((row, position) =>
                  position === index ? { ...row, ...change } : row,
                ),
              });
            return (
              <div key={`${id}-out-${index}`} className="flex flex-wrap items-end gap-3">
                <Field label={rows.outputs.length > 1 ? `Output ${index + 1}` : 'Output'} className="w-28">
                  <TextInput value={output.name} onChange={({ target }) => set({ name: target.value })} />
                </Field>
                <Field label="Is what this layer gives" className="w-44">
                  <TextInput
                    value={output.from}
                    placeholder="the last"
                    onChange={({ target }) => set({ from: target.value })}
                  />
                </Field>
                {rows.outputs.length > 1 ? (
                  <IconButton
                    label={`Remove output ${index + 1}`}
                    icon={Trash2}
                    onClick={() =>
                      write({ outputs: rows.outputs.filter((_, position) => position !== index) })
                    }
                  />
                ) : null}
              </div>
            );
          })}
          <div className="flex flex-wrap gap-2">
            <Button
              onClick={() =>
                write({
                  inputs: [
                    ...rows.inputs,
                    { name: `x${rows.inputs.length + 1}`, shape: [1], type: 'float32' },
                  ],
                })
              }
            >
              Add input
            </Button>
            <Button
              onClick={() =>
                write({ outputs: [...rows.outputs, { name: `y${rows.outputs.length + 1}`, from: '' }] })
              }
            >
              Add output
            </Button>
          </div>
        </div>
      </Disclosure>
    </div>
  );
}

/** A shape as it is typed; only whole lists are handed on. */
function ShapeInput({
  shape,
  onChange,
}: {
  shape: readonly (number | string)[];
  onChange: (shape: readonly (number | string)[]) => void;
}) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  return (
    <TextInput
      value={typed ?? shape.join(', ')}
      placeholder="1, 28, 28"
      onBlur={() => setTyped(undefined)}
      onChange={({ target }) => {
        setTyped(target.value);
        const value = parseLayerValue('sizes', target.value);
        onChange(toShape(value));
      }}
    />
  );
}

function toShape(value: unknown): readonly (number | string)[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return values.filter(
    (size): size is number | string => typeof size === 'number' || typeof size === 'string',
  );
}
