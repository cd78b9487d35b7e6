import type { ReactNode } from 'react';
import { Moment } from '#components/value/moment.tsx';

/** A step of a submission's way. */
export type TimelineStep = {
  name: string;
  state: 'done' | 'current' | 'ahead' | 'failed';
  /** When it was done, Unix seconds. */
  at?: number | undefined;
  details?: ReactNode;
};

const DOTS = {
  done: 'border-champion bg-champion',
  current: 'border-challenger bg-paper ring-3 ring-challenger-wash',
  ahead: 'border-rule-strong bg-paper',
  failed: 'border-fault bg-fault',
} as const;

const SPOKEN = { done: 'done', current: 'under way', ahead: 'still ahead', failed: 'ended here' } as const;

/** The steps from commitment to payment. */
export function Timeline({ steps }: { steps: readonly TimelineStep[] }) {
  return (
    <ol>
      {steps.map(({ name, state, at, details }, index) => (
        <li
          key={name}
          className="relative flex gap-4 pb-5 last:pb-0"
          aria-current={state === 'current' ? 'step' : undefined}
        >
          {index < steps.length - 1 ? (
            <span
              aria-hidden
              className={`absolute top-3 bottom-[-0.625rem] left-[5px] w-px ${state === 'done' ? 'bg-champion' : 'bg-rule-strong'}`}
            />
          ) : null}
          <span
            aria-hidden
            className={`relative mt-[7px] size-[11px] shrink-0 rounded-full border-2 ${DOTS[state]}`}
          />
          <div className="min-w-0 grow">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className={state === 'ahead' ? 'text-ink-3' : 'font-medium'}>
                {name}
                <span className="sr-only">, {SPOKEN[state]}</span>
              </span>
              {at === undefined ? null : (
                <span className="text-small text-ink-3">
                  <Moment at={at} isColumn />
                </span>
              )}
            </p>
            {details ? <div className="text-small text-ink-3">{details}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
