'use client';

import { Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { CodeEditor } from '#components/editor/code-editor.tsx';
import type { LineError } from '#components/editor/code-editor-props.ts';
import { Button } from '#components/ui/button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Section } from '#components/ui/section.tsx';
import { formatBytes } from '#components/value/format-bytes.ts';
import { readLineErrors } from '#hooks/wizard/line-errors.ts';
import type { EvaluationForm } from '#hooks/wizard/task-form.ts';
import { type PreviewInput, usePreview } from '#hooks/wizard/use-preview.ts';
import { JUDGE_MEMBERS } from '#protocol/evaluation/judge-members.ts';
import { PreviewPanel } from './preview-panel.tsx';

const LARGEST_DATA_FILE_BYTES = 128 * 2 ** 20;

/** The judge: what it computes, what it may read, and what it says of the initial parameters. */
export function EvaluationStep({
  form,
  preview,
  obstacle,
  onChange,
}: {
  form: EvaluationForm;
  /** What a preview would run; `undefined` while the network or the terms cannot be used. */
  preview: PreviewInput | undefined;
  /** Why there is no preview yet. */
  obstacle: string | undefined;
  onChange: (form: EvaluationForm) => void;
}) {
  const { state, start, cancel } = usePreview();
  const [judged, setJudged] = useState<string | undefined>(undefined);
  // Lines that have been edited since are not where the error was.
  const errors = useMemo<readonly LineError[]>(
    () => (judged === form.code ? readLineErrors(state) : []),
    [form.code, judged, state],
  );
  return (
    <div className="grid gap-10">
      <Section title="Evaluation code" note="evaluation.js">
        <div className="grid gap-4">
          <p className="max-w-prose text-small text-ink-2">
            A function that scores a model from 0 to 1. It is called once for each round and model, on data
            that you draw from <code>random</code>: the seed of a round is not known before a submission is
            committed, so that nobody can learn the test by heart.
          </p>
          <CodeEditor
            label="Evaluation code"
            value={form.code}
            errors={errors}
            onChange={(code) => onChange({ ...form, code })}
          />
          <p className="text-small text-ink-3">
            Ctrl and space complete what is at hand. Tab leaves the editor.
          </p>
          <Disclosure summary="Everything that it is given">
            <dl className="grid gap-2.5 text-small">
              {JUDGE_MEMBERS.map(({ name, signature, summary }) => (
                <div key={name} className="min-w-0">
                  <dt className="font-mono text-note break-words">
                    <span className="font-semibold">{name}</span>
                    <span className="text-ink-3">{signature}</span>
                  </dt>
                  <dd className="text-ink-2">{summary}</dd>
                </div>
              ))}
            </dl>
          </Disclosure>
        </div>
      </Section>
      <Section title="Data" note="optional">
        <DataFiles files={form.data} onChange={(data) => onChange({ ...form, data })} />
      </Section>
      <Section title="Preview">
        <div className="grid gap-5">
          <p className="max-w-prose text-small text-ink-2">
            Runs the whole evaluation of the initial parameters in this browser, as the operators will when
            the task is created, with a fresh seed.
          </p>
          <div className="flex flex-wrap items-center gap-3">
            {state.status === 'running' ? (
              <Button onClick={cancel}>Cancel</Button>
            ) : (
              <Button
                weight="strong"
                disabled={preview === undefined}
                onClick={() => {
                  if (!preview) return;
                  setJudged(form.code);
                  start(preview);
                }}
              >
                {state.status === 'idle' ? 'Run the evaluation' : 'Run it again'}
              </Button>
            )}
            {obstacle && state.status !== 'running' ? (
              <span className="text-small text-ink-3">{obstacle}</span>
            ) : null}
          </div>
          <PreviewPanel
            state={state}
            targetScore={preview?.terms.targetScore}
            budget={preview?.budget}
            isOutdated={judged !== undefined && judged !== form.code}
          />
        </div>
      </Section>
    </div>
  );
}

function DataFiles({
  files,
  onChange,
}: {
  files: EvaluationForm['data'];
  onChange: (files: EvaluationForm['data']) => void;
}) {
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const take = async (dropped: readonly File[]) => {
    setRefusal(undefined);
    const read = await Promise.all(
      dropped.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    const names = new Set(read.map(({ name }) => name));
    const all = [...files.filter(({ name }) => !names.has(name)), ...read];
    onChange(all.sort((a, b) => (a.name < b.name ? -1 : 1)));
  };
  return (
    <div className="grid gap-4">
      <DropZone
        label="Drop files that the code reads"
        hint="They are published under data/. Everybody can read them, so draw from them instead of asking for them in order."
        isMultiple
        maximumBytes={LARGEST_DATA_FILE_BYTES}
        onFiles={(dropped) => void take(dropped)}
        onRefused={([file]) => setRefusal(file && `${file.name}: ${file.reason}`)}
      />
      <p role="status" className="text-small text-fault empty:hidden">
        {refusal}
      </p>
      {files.length > 0 ? (
        <ul className="border-t border-rule text-small" aria-label="Files of data">
          {files.map(({ name, bytes }) => (
            <li key={name} className="flex items-center justify-between gap-3 border-b border-rule py-1">
              <span className="min-w-0 font-mono text-note break-all">data/{name}</span>
              <span className="flex items-center gap-2 whitespace-nowrap text-ink-3">
                {formatBytes(bytes.length)}
                <IconButton
                  label={`Remove data/${name}`}
                  icon={Trash2}
                  onClick={() => onChange(files.filter((file) => file.name !== name))}
                />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
