'use client';

import { useState } from 'react';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Field } from '#components/ui/field.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Section } from '#components/ui/section.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { TextArea } from '#components/ui/text-input.tsx';
import { formatBytes } from '#components/value/format-bytes.ts';
import { namedLayer } from '#hooks/wizard/layer-list.ts';
import { GRAPH_REFERENCE, type ModelForm } from '#hooks/wizard/task-form.ts';
import type { ModelState } from '#hooks/wizard/use-model.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { GRAPH_FILE } from '#protocol/task/bundle.ts';
import { LayerBuilder } from './layer-builder.tsx';
import { ModelSummary } from './model-summary.tsx';
import { ParametersPanel } from './parameters-panel.tsx';

const LARGEST_GRAPH_BYTES = 256 * 2 ** 20;

type View = 'layers' | 'text' | 'graph';

/** The network and the parameters that it starts with. */
export function ModelStep({
  form,
  model,
  maximumParameterBytes,
  onChange,
}: {
  form: ModelForm;
  model: ModelState;
  maximumParameterBytes: number;
  onChange: (form: ModelForm) => void;
}) {
  const [view, setView] = useState<View>(form.kind === 'graph' ? 'graph' : 'layers');
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const failure = model.status === 'unusable' ? explain(model.error) : undefined;
  const choose = (chosen: View) => {
    setView(chosen);
    const kind = chosen === 'graph' ? 'graph' : 'layers';
    if (kind !== form.kind) onChange({ ...form, kind });
  };
  const take = async (files: readonly File[]) => {
    setRefusal(undefined);
    let next = form;
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (/\.onnx$/i.test(file.name)) {
        next = { ...next, kind: 'graph', reference: GRAPH_REFERENCE, graph: { name: file.name, bytes } };
        setView('graph');
      } else if (/\.json$/i.test(file.name)) {
        next = { ...next, kind: 'layers', layers: new TextDecoder().decode(bytes) };
        setView('layers');
      } else if (/\.safetensors$/i.test(file.name)) {
        next = { ...next, parameters: { kind: 'file', file: { name: file.name, bytes } } };
      } else {
        setRefusal(
          `${file.name} is not taken here: a network is architecture.json or an .onnx file, parameters are .safetensors.`,
        );
      }
    }
    if (next !== form) onChange(next);
  };
  return (
    <div className="grid gap-10">
      <Section title="Network">
        <div className="grid gap-5">
          <DropZone
            label="Drop architecture.json or an ONNX file"
            hint="Or press to choose it. Parameters beside it are taken as well."
            isMultiple
            maximumBytes={LARGEST_GRAPH_BYTES}
            onFiles={(files) => void take(files)}
            onRefused={([file]) => setRefusal(file && `${file.name}: ${file.reason}`)}
          />
          <p role="status" className="text-small text-fault empty:hidden">
            {refusal}
          </p>
          <Tabs
            label="How the network is given"
            value={view}
            onChange={choose}
            tabs={[
              {
                value: 'layers',
                name: 'Layers',
                content: (
                  <LayerBuilder
                    text={form.layers}
                    onChange={(layers) => onChange({ ...form, layers })}
                    failedLayer={failure?.layer}
                  />
                ),
              },
              {
                value: 'text',
                name: 'architecture.json',
                content: (
                  <Field
                    label="architecture.json"
                    hint="Layers named as PyTorch’s modules are, in the order in which data passes them."
                  >
                    <TextArea
                      rows={18}
                      spellCheck={false}
                      className="font-mono"
                      value={form.layers}
                      onChange={({ target }) => onChange({ ...form, layers: target.value })}
                    />
                  </Field>
                ),
              },
              {
                value: 'graph',
                name: 'ONNX graph',
                content: (
                  <div className="grid gap-4">
                    <p className="text-small text-ink-2">
                      {form.graph
                        ? `${form.graph.name}, ${formatBytes(form.graph.bytes.length)}. It is published as ${GRAPH_FILE}.`
                        : 'No file yet: drop one above.'}
                    </p>
                    <Field
                      label="architecture.json"
                      hint="It refers to the graph. Name its parameters here if not all of its numbers are to be improved."
                    >
                      <TextArea
                        rows={4}
                        spellCheck={false}
                        className="font-mono"
                        value={form.reference}
                        onChange={({ target }) => onChange({ ...form, reference: target.value })}
                      />
                    </Field>
                  </div>
                ),
              },
            ]}
          />
          {failure && (failure.layer === undefined || view !== 'layers') ? (
            <Problem error={failure.error} />
          ) : null}
        </div>
      </Section>
      <Section title="What it is">
        {model.status === 'described' ? (
          <ModelSummary network={model.network} />
        ) : (
          <p className="text-small text-ink-3">
            {model.status === 'reading'
              ? 'Reading the network.'
              : model.status === 'missing'
                ? 'Its shapes and sizes stand here once there is a graph.'
                : 'Its shapes and sizes stand here once it can be used.'}
          </p>
        )}
      </Section>
      <Section title="Parameters">
        <ParametersPanel
          parameters={form.parameters}
          model={model}
          maximumBytes={maximumParameterBytes}
          onChange={(parameters) => onChange({ ...form, parameters })}
        />
      </Section>
    </div>
  );
}

function explain(error: unknown): {
  error: unknown;
  layer: { index: number; problem: string } | undefined;
} {
  const sentence = error instanceof BaseError ? error.shortMessage : '';
  const index = namedLayer(sentence);
  return { error, layer: index === undefined ? undefined : { index, problem: sentence } };
}
