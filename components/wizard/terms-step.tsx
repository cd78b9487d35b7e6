'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect } from 'react';
import { type UseFormRegister, useForm } from 'react-hook-form';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Field } from '#components/ui/field.tsx';
import { Section } from '#components/ui/section.tsx';
import { Select } from '#components/ui/select.tsx';
import { UnitInput } from '#components/ui/unit-input.tsx';
import { formatAbsolute } from '#components/value/format-time.ts';
import type { Conditions } from '#hooks/wizard/conditions.ts';
import type { ParsedTerms, TermField } from '#hooks/wizard/parse-terms.ts';
import { type TermsForm, termsFormSchema } from '#hooks/wizard/task-form.ts';
import type { TaskCost } from '#protocol/task/cost.ts';
import { TermsEconomics } from './terms-economics.tsx';

type TextField = Exclude<TermField, 'token'>;

/** What the owner promises and asks for; what it means for everybody stands beside it. */
export function TermsStep({
  form,
  parsed,
  conditions,
  cost,
  onChange,
}: {
  form: TermsForm;
  parsed: ParsedTerms;
  conditions: Conditions;
  /** `undefined` while the bundle is not known. */
  cost: TaskCost | undefined;
  onChange: (form: TermsForm) => void;
}) {
  const { register, subscribe } = useForm<TermsForm>({
    defaultValues: form,
    resolver: zodResolver(termsFormSchema),
    mode: 'onChange',
  });
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ values }) => onChange(termsFormSchema.parse(values)),
      }),
    [onChange, subscribe],
  );
  const { token, terms, problems } = parsed;
  const { minimumQuorumBps, maximumQuorumBps } = conditions.definition;
  const field = { register, problems };
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid content-start gap-10">
        <Section title="What is paid">
          <div className="grid gap-6 sm:grid-cols-2">
            {conditions.tokens.length > 1 ? (
              <Field
                label="Token"
                hint="Bounty, bonds and fees are all paid in it."
                className="sm:col-span-2"
              >
                <Select
                  {...register('token')}
                  options={conditions.tokens.map(({ address, symbol }) => ({
                    value: address,
                    name: `${symbol} (${address})`,
                  }))}
                />
              </Field>
            ) : null}
            <TermInput
              {...field}
              name="bounty"
              label="Bounty"
              unit={token.symbol}
              hint="What there is to win. It is escrowed by the contract; what is left comes back when the task is closed."
            />
            <TermInput
              {...field}
              name="targetScore"
              label="Target score"
              hint="From 0 to 1. Reaching it pays all that is left. Usual: the best score that you believe to be possible."
            />
            <TermInput
              {...field}
              name="durationDays"
              label="Open for"
              unit="days"
              hint={
                terms
                  ? `Until ${formatAbsolute(terms.deadline)} if it is created now. Usual: 7 to 90.`
                  : 'After that nothing can be submitted. Usual: 7 to 90.'
              }
            />
            <TermInput
              {...field}
              name="minGapPercent"
              label="Smallest improvement"
              unit="% of gap"
              hint="The least share of the distance to the target that counts as better. Usual: 5."
            />
          </div>
        </Section>
        <Section title="How it is judged">
          <div className="grid gap-6 sm:grid-cols-2">
            <TermInput
              {...field}
              name="rounds"
              label="Rounds"
              hint="Champion and challenger meet in so many independent rounds. Usual: 16; more when scores vary a lot."
            />
            <TermInput
              {...field}
              name="requiredWins"
              label="Rounds to win"
              hint="So many of them must be won. Usual: 14 of 16."
            />
            <TermInput
              {...field}
              name="operatorFee"
              label="Operators’ fee"
              unit={token.symbol}
              hint="What one evaluation pays the operators. Submitters pay it from their bonds; you pay it once, for the baseline. Usual: 0.5 % of the bounty or less."
            />
            <TermInput
              {...field}
              name="bond"
              label="Bond"
              unit={token.symbol}
              hint="What a submitter risks beyond the fee, at least. It keeps careless tries away. Usual: 1 % of the bounty or less."
            />
          </div>
          <div className="mt-6">
            <Disclosure
              summary="More"
              isOpen={problems.quorumPercent !== undefined || problems.maxPending !== undefined}
            >
              <div className="grid gap-6 sm:grid-cols-2">
                <TermInput
                  {...field}
                  name="quorumPercent"
                  label="Quorum"
                  unit="%"
                  hint={`The share of voting power that must sign a verdict, from ${minimumQuorumBps / 100} to ${maximumQuorumBps / 100}. Usual: ${minimumQuorumBps / 100}.`}
                />
                <TermInput
                  {...field}
                  name="maxPending"
                  label="Submissions at once"
                  hint="So many may wait for their verdicts. Usual: 16."
                />
              </div>
            </Disclosure>
          </div>
        </Section>
      </div>
      <div className="lg:sticky lg:top-6 lg:self-start">
        <Section title="What that means">
          <TermsEconomics parsed={parsed} cost={cost} />
        </Section>
      </div>
    </div>
  );
}

function TermInput({
  register,
  problems,
  name,
  label,
  unit,
  hint,
}: {
  register: UseFormRegister<TermsForm>;
  problems: ParsedTerms['problems'];
  name: TextField;
  label: string;
  unit?: string;
  hint: string;
}) {
  return (
    <Field label={label} hint={hint} error={problems[name]}>
      <UnitInput unit={unit} {...register(name)} />
    </Field>
  );
}
