'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { Section } from '#components/ui/section.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { TextArea, TextInput } from '#components/ui/text-input.tsx';
import { Markdown } from '#components/markdown/markdown.tsx';
import { type DescriptionProblems, readDescriptionProblems } from '#hooks/wizard/description-problems.ts';
import { type DescriptionForm, descriptionFormSchema } from '#hooks/wizard/task-form.ts';

const LICENCES = ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0'];

/** What optimizers read: title, description, tags, licence. */
export function DescriptionStep({
  form,
  onChange,
}: {
  form: DescriptionForm;
  onChange: (form: DescriptionForm) => void;
}) {
  const [view, setView] = useState<'write' | 'read'>('write');
  const {
    register,
    subscribe,
    formState: { touchedFields },
  } = useForm<DescriptionForm>({
    defaultValues: form,
    resolver: zodResolver(descriptionFormSchema),
    mode: 'onTouched',
  });
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ values }) => onChange(descriptionFormSchema.parse(values)),
      }),
    [onChange, subscribe],
  );
  const problems = readDescriptionProblems(form);
  const problemOf = (name: keyof DescriptionProblems) => (touchedFields[name] ? problems[name] : undefined);
  return (
    <Section title="What optimizers read">
      <div className="grid max-w-3xl gap-6">
        <Field
          label="Title"
          hint="A few words that say what the model shall learn."
          error={problemOf('title')}
        >
          <TextInput {...register('title')} maxLength={200} />
        </Field>
        <Tabs
          label="The description"
          value={view}
          onChange={setView}
          tabs={[
            {
              value: 'write',
              name: 'Write',
              content: (
                <Field
                  label="Description"
                  hint="What the model is for, what a round draws and scores, what is known to help. Markdown."
                  error={problemOf('description')}
                >
                  <TextArea rows={12} {...register('description')} />
                </Field>
              ),
            },
            {
              value: 'read',
              name: 'Preview',
              content:
                form.description.trim() === '' ? (
                  <p className="text-small text-ink-3">There is nothing to be shown yet.</p>
                ) : (
                  <Markdown text={form.description} />
                ),
            },
          ]}
        />
        <Field
          label="Tags"
          hint="Parted by commas, for example: regression, images."
          error={problemOf('tags')}
        >
          <TextInput {...register('tags')} />
        </Field>
        <Field
          label="Licence"
          hint="What others may do with the model and the improvements; an SPDX identifier or a sentence."
          error={problemOf('licence')}
        >
          <TextInput {...register('licence')} list="licences" />
        </Field>
        <datalist id="licences">
          {LICENCES.map((licence) => (
            <option key={licence} value={licence} />
          ))}
        </datalist>
      </div>
    </Section>
  );
}
