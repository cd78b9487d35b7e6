'use client';

import dynamic from 'next/dynamic';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useNow } from '#hooks/now.tsx';
import { bundleFiles } from '#hooks/wizard/bundle-files.ts';
import type { Conditions } from '#hooks/wizard/conditions.ts';
import { createSeed } from '#hooks/wizard/create-seed.ts';
import { readDescriptionProblems } from '#hooks/wizard/description-problems.ts';
import { type ParsedTerms, parseTerms } from '#hooks/wizard/parse-terms.ts';
import {
  type DescriptionForm,
  STEPS,
  type Step,
  type TaskForm,
  type TermsForm,
  createTaskForm,
} from '#hooks/wizard/task-form.ts';
import { type ModelState, useModel } from '#hooks/wizard/use-model.ts';
import { usePackedBundle } from '#hooks/wizard/use-packed-bundle.ts';
import { useTaskForm } from '#hooks/wizard/use-task-form.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import { taskCost } from '#protocol/task/cost.ts';
import type { TaskDraft } from '#sdk/flows/task-draft.ts';
import type { Payment } from '#sdk/token/allow.ts';
import { DescriptionStep } from './description-step.tsx';
import { EvaluationStep } from './evaluation-step.tsx';
import { ExamplePicker } from './example-picker.tsx';
import { fillFromExample } from './fill-from-example.ts';
import { ModelStep } from './model-step.tsx';
import type { PublicationPanelProps } from './publication-panel.tsx';
import { type Obstacle, ReviewStep } from './review-step.tsx';
import { STEP_NAMES, StepNavigation } from './step-navigation.tsx';
import { TermsStep } from './terms-step.tsx';

const MINUTE_SECONDS = 60;

const PublicationPanel = dynamic<PublicationPanelProps>(
  async () => (await import('./publication-panel.tsx')).PublicationPanel,
  { ssr: false, loading: () => <p className="min-h-40 text-small text-ink-3">Loading the wallet.</p> },
);

/** From an empty page to an open task. Everything that is entered survives a reload. */
export function Wizard({ conditions }: { conditions: Conditions }) {
  const [first] = conditions.tokens;
  const { form, update, reset } = useTaskForm({
    createForm: () => createTaskForm({ token: first?.address ?? '', seed: createSeed() }),
  });
  return form ? (
    <Steps form={form} update={update} reset={reset} conditions={conditions} />
  ) : (
    <p className="min-h-[60dvh] text-small text-ink-3">Looking for what you entered before.</p>
  );
}

function Steps({
  form,
  update,
  reset,
  conditions,
}: {
  form: TaskForm;
  update: (parts: Partial<TaskForm>) => Promise<void>;
  reset: () => Promise<void>;
  conditions: Conditions;
}) {
  const minute = Math.floor(useNow() / MINUTE_SECONDS) * MINUTE_SECONDS;
  const { state: model, isCurrent } = useModel(form.model);
  const files = useFiles(form, isCurrent ? model : undefined);
  const packed = usePackedBundle(files);
  const parsed = useMemo(
    () => parseTerms({ form: form.terms, conditions, now: minute }),
    [conditions, form.terms, minute],
  );
  const cost = useMemo(
    () =>
      packed.status === 'packed' && parsed.terms
        ? taskCost({
            terms: { bounty: parsed.terms.bounty, storageQuotaBytes: BigInt(packed.bundle.sizeBytes) },
            tokenTerms: parsed.token,
          })
        : undefined,
    [packed, parsed],
  );
  const obstacles = findObstacles({ form, model, parsed });
  const { step } = form.progress;
  // Forms that keep what is typed themselves begin anew when an example is put in their place.
  const [generation, setGeneration] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const goTo = (next: Step) => {
    moved.current = true;
    void update({ progress: { ...form.progress, step: next } });
  };
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    heading.current?.focus();
    window.scrollTo({ top: 0 });
  }, [step]);

  const changeTerms = useCallback((terms: TermsForm) => void update({ terms }), [update]);
  const changeDescription = useCallback(
    (description: DescriptionForm) => void update({ description }),
    [update],
  );
  const keep = useCallback((publication: TaskDraft) => update({ publication }), [update]);
  const startAnew = async () => {
    await reset();
    setGeneration((current) => current + 1);
  };

  const isSent = form.publication?.taskId !== undefined || form.publication?.sent?.action === 'create';
  const publication = (
    <PublicationPanel
      token={parsed.token}
      total={cost?.total}
      payment={form.progress.payment}
      draft={form.publication}
      prepare={
        obstacles.length === 0 && files && packed.status === 'packed'
          ? () => ({ files, terms: termsNow({ form, conditions, parsed }) })
          : undefined
      }
      onPayment={(payment: Payment) => void update({ progress: { ...form.progress, payment } })}
      keep={keep}
      onAnother={() => void startAnew()}
    />
  );
  const index = STEPS.indexOf(step);
  const previous = STEPS[index - 1];
  const next = STEPS[index + 1];
  const isComplete = (candidate: Step) =>
    candidate !== 'review' && !obstacles.some((obstacle) => obstacle.step === candidate);
  const isEditable = !isSent;
  return (
    // The publication stays in its place when all around it goes: it is in the middle of something.
    <div>
      {isEditable ? (
        <>
          <div className="mb-6 flex flex-wrap gap-3">
            <ExamplePicker
              onExample={(name, exampleFiles) => {
                void update(fillFromExample(form, { name, files: exampleFiles }));
                setGeneration((current) => current + 1);
              }}
            />
            <StartAnew onConfirm={() => void startAnew()} />
          </div>
          <StepNavigation step={step} isComplete={isComplete} onStep={goTo} />
          <h2 ref={heading} tabIndex={-1} className="sr-only">
            Step {index + 1} of {STEPS.length}: {STEP_NAMES[step]}
          </h2>
          <div key={generation}>
            {step === 'model' ? (
              <ModelStep
                form={form.model}
                model={model}
                maximumParameterBytes={conditions.definition.maximumParameterBytes}
                onChange={(changed) => void update({ model: changed })}
              />
            ) : null}
            {step === 'evaluation' ? (
              <EvaluationStep
                form={form.evaluation}
                preview={
                  files && parsed.terms && !parsed.problems.rounds
                    ? { files, terms: parsed.terms, budget: conditions.definition.budget }
                    : undefined
                }
                obstacle={
                  obstacles.find((obstacle) => obstacle.step === 'model')?.what ??
                  (parsed.terms ? undefined : 'The terms cannot be read yet.')
                }
                onChange={(evaluation) => void update({ evaluation })}
              />
            ) : null}
            {step === 'terms' ? (
              <TermsStep
                form={form.terms}
                parsed={parsed}
                conditions={conditions}
                cost={cost}
                onChange={changeTerms}
              />
            ) : null}
            {step === 'description' ? (
              <DescriptionStep form={form.description} onChange={changeDescription} />
            ) : null}
            {step === 'review' ? (
              <ReviewStep
                title={form.description.title}
                packed={packed}
                parsed={parsed}
                cost={cost}
                obstacles={obstacles}
                onStep={goTo}
              />
            ) : null}
          </div>
        </>
      ) : null}
      {isSent || step === 'review' ? <div className="mt-10">{publication}</div> : null}
      {isEditable ? (
        <div className="mt-10 flex flex-wrap justify-between gap-3 border-t border-rule pt-5">
          {previous ? <Button onClick={() => goTo(previous)}>Back</Button> : <span />}
          {next ? (
            <Button weight="strong" onClick={() => goTo(next)}>
              Next: {STEP_NAMES[next]}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** The bundle’s files; the same list as long as nothing in it changes. */
function useFiles(form: TaskForm, model: ModelState | undefined): readonly BundleFile[] | undefined {
  const parameters =
    model?.status === 'described' && model.parameters.status === 'fit' ? model.parameters.bytes : undefined;
  const { model: network, evaluation, description } = form;
  return useMemo(
    () => parameters && bundleFiles({ model: network, parameters, evaluation, description }),
    [description, evaluation, network, parameters],
  );
}

function findObstacles({
  form,
  model,
  parsed,
}: {
  form: TaskForm;
  model: ModelState;
  parsed: ParsedTerms;
}): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (model.status === 'missing') obstacles.push({ step: 'model', what: 'The ONNX graph is missing.' });
  if (model.status === 'reading') obstacles.push({ step: 'model', what: 'The network is still being read.' });
  if (model.status === 'unusable') obstacles.push({ step: 'model', what: 'The network cannot be used.' });
  if (model.status === 'described' && model.parameters.status !== 'fit') {
    obstacles.push({ step: 'model', what: 'The initial parameters cannot be used.' });
  }
  if (form.evaluation.code.trim() === '') {
    obstacles.push({ step: 'evaluation', what: 'There is no evaluation code.' });
  }
  if (parsed.terms === undefined || Object.keys(parsed.problems).length > 0) {
    obstacles.push({ step: 'terms', what: 'The contract would refuse the terms.' });
  }
  const [problem] = Object.values(readDescriptionProblems(form.description));
  if (problem) obstacles.push({ step: 'description', what: problem });
  return obstacles;
}

/** The terms with the deadline counted from this moment. */
function termsNow({
  form,
  conditions,
  parsed,
}: {
  form: TaskForm;
  conditions: Conditions;
  parsed: ParsedTerms;
}) {
  const { terms = parsed.terms } = parseTerms({
    form: form.terms,
    conditions,
    now: Math.floor(Date.now() / 1000),
  });
  if (terms === undefined) throw new RangeError('terms that cannot be read were about to be published');
  return terms;
}

function StartAnew({ onConfirm }: { onConfirm: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Start anew</Button>
      <Dialog
        title="Start anew?"
        description="What you have entered here is forgotten. Tasks that you have published stay."
        isOpen={isOpen}
        onOpenChange={setOpen}
      >
        <div className="flex flex-wrap gap-3">
          <Button
            weight="strong"
            onClick={() => {
              onConfirm();
              setOpen(false);
            }}
          >
            Forget it all
          </Button>
          <Button onClick={() => setOpen(false)}>Keep it</Button>
        </div>
      </Dialog>
    </>
  );
}
