'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useFieldControl } from './field.tsx';
import { INPUT_SHAPE } from './text-input.tsx';

export type SelectOption = { value: string; name: string };
export type SelectGroup = { name: string; options: readonly SelectOption[] };

/** One of several; the platform’s own list, which every device knows how to show. */
export function Select({
  options,
  className = '',
  ...rest
}: Omit<ComponentProps<'select'>, 'children'> & { options: readonly (SelectOption | SelectGroup)[] }) {
  return (
    <span className="relative block min-w-0">
      <select
        {...useFieldControl()}
        {...rest}
        className={`${INPUT_SHAPE} cursor-pointer appearance-none pr-8 ${className}`}
      >
        {options.map((option) =>
          'options' in option ? (
            <optgroup key={option.name} label={option.name}>
              {option.options.map(({ value, name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </optgroup>
          ) : (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ),
        )}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-3"
        strokeWidth={1.75}
      />
    </span>
  );
}
