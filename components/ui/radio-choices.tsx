'use client';

import { type ReactNode, useId } from 'react';
import { FieldGroup } from './field.tsx';

export type RadioChoice<Value extends string> = { value: Value; name: ReactNode; hint?: ReactNode };

/** One of a few, all of them in sight with what each means. */
export function RadioChoices<Value extends string>({
  legend,
  hint,
  choices,
  value,
  onChange,
  isDisabled = false,
}: {
  legend: ReactNode;
  hint?: ReactNode;
  choices: readonly RadioChoice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  isDisabled?: boolean;
}) {
  const group = useId();
  return (
    <FieldGroup legend={legend} hint={hint}>
      {choices.map((choice) => {
        const id = `${group}-${choice.value}`;
        return (
          <div key={choice.value} className="flex items-start gap-2.5">
            <input
              type="radio"
              id={id}
              name={group}
              checked={choice.value === value}
              disabled={isDisabled}
              aria-describedby={choice.hint ? `${id}-hint` : undefined}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 size-4.5 shrink-0 cursor-pointer accent-(--champion)"
            />
            <div className="min-w-0">
              <label htmlFor={id} className="cursor-pointer text-small font-medium">
                {choice.name}
              </label>
              {choice.hint ? (
                <p id={`${id}-hint`} className="text-small text-ink-3">
                  {choice.hint}
                </p>
              ) : null}
            </div>
          </div>
        );
      })}
    </FieldGroup>
  );
}
