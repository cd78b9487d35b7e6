'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Field } from '#components/ui/field.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { RadioChoices } from '#components/ui/radio-choices.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { formatBytes } from '#components/value/format-bytes.ts';
import { createSeed } from '#hooks/wizard/create-seed.ts';
import type { ModelForm } from '#hooks/wizard/task-form.ts';
import type { ModelState } from '#hooks/wizard/use-model.ts';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';

type Parameters = ModelForm['parameters'];

const SEED = /^0x[0-9a-fA-F]{64}$/;

/** The parameters that optimizers start from: made here from a seed, or brought as a file. */
export function ParametersPanel({
  parameters,
  model,
  maximumBytes,
  onChange,
}: {
  parameters: Parameters;
  model: ModelState;
  maximumBytes: number;
  onChange: (parameters: Parameters) => void;
}) {
  const [wantsFile, setWantsFile] = useState(parameters.kind === 'file');
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const kind = parameters.kind === 'file' || wantsFile ? 'file' : 'seed';
  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (!file) return;
    setRefusal(undefined);
    onChange({ kind: 'file', file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } });
  };
  return (
    <div className="grid gap-4">
      <RadioChoices
        legend="Initial parameters"
        hint="They become the baseline, the first champion. Whoever beats it is paid."
        value={kind}
        choices={[
          {
            value: 'seed',
            name: 'Make them here',
            hint: 'As PyTorch initialises its modules; an ONNX graph keeps the values that it holds.',
          },
          {
            value: 'file',
            name: 'Bring a .safetensors file',
            hint: 'For example of a model that you have trained.',
          },
        ]}
        onChange={(chosen) => {
          setRefusal(undefined);
          setWantsFile(chosen === 'file');
          if (chosen === 'seed') onChange({ kind: 'seed', seed: createSeed() });
        }}
      />
      {kind === 'seed' ? (
        <SeedField
          seed={parameters.kind === 'seed' ? parameters.seed : undefined}
          onChange={(seed) => onChange({ kind: 'seed', seed })}
        />
      ) : (
        <DropZone
          label={parameters.kind === 'file' ? 'Take another file' : 'Drop parameters.safetensors here'}
          hint={
            parameters.kind === 'file'
              ? `${parameters.file.name}, ${formatBytes(parameters.file.bytes.length)}`
              : `Or press to choose it; at most ${formatBytes(maximumBytes)}.`
          }
          maximumBytes={maximumBytes}
          onFiles={(files) => void take(files)}
          onRefused={([file]) => setRefusal(file && `${file.name}: ${file.reason}`)}
        />
      )}
      <div role="status" className="min-h-6 text-small">
        {refusal ? (
          <span className="text-fault">{refusal}</span>
        ) : (
          <Verdict model={model} isMissing={kind === 'file' && parameters.kind === 'seed'} />
        )}
      </div>
    </div>
  );
}

function Verdict({ model, isMissing }: { model: ModelState; isMissing: boolean }) {
  if (isMissing) return 'Until you bring a file, the parameters made from the seed are taken.';
  if (model.status !== 'described') return null;
  const { parameters } = model;
  switch (parameters.status) {
    case 'fit':
      return <StateMark tone="done">They fit the network: {formatBytes(parameters.bytes.length)}.</StateMark>;
    case 'unfit':
      return <span className="text-fault">{describeInvalidReason(parameters.reason)}</span>;
    case 'failed':
      return <Problem error={parameters.error} />;
  }
}

function SeedField({
  seed,
  onChange,
}: {
  seed: `0x${string}` | undefined;
  onChange: (seed: `0x${string}`) => void;
}) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const text = typed ?? seed ?? '';
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field
        label="Seed"
        hint="Equal seeds give equal parameters, everywhere."
        error={SEED.test(text) ? undefined : 'It is 0x and 64 digits from 0 to f.'}
        className="grow basis-72"
      >
        <TextInput
          value={text}
          spellCheck={false}
          className="font-mono text-note!"
          onBlur={() => setTyped(undefined)}
          onChange={({ target }) => {
            setTyped(target.value);
            if (isSeed(target.value)) onChange(target.value);
          }}
        />
      </Field>
      <Button
        className="mb-6"
        onClick={() => {
          setTyped(undefined);
          onChange(createSeed());
        }}
      >
        Draw another
      </Button>
    </div>
  );
}

function isSeed(text: string): text is `0x${string}` {
  return SEED.test(text);
}
