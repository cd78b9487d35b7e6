import { Check } from 'lucide-react';
import { STEPS, type Step } from '#hooks/wizard/task-form.ts';

export const STEP_NAMES: { readonly [step in Step]: string } = {
  model: 'Model',
  evaluation: 'Evaluation',
  terms: 'Terms',
  description: 'Description',
  review: 'Review',
};

/** The steps in their order; each can be gone to at any time. */
export function StepNavigation({
  step,
  isComplete,
  onStep,
}: {
  step: Step;
  isComplete: (step: Step) => boolean;
  onStep: (step: Step) => void;
}) {
  return (
    <nav aria-label="Steps" className="mb-8 overflow-x-auto border-b border-rule">
      <ol className="flex gap-x-5 text-small sm:gap-x-8">
        {STEPS.map((candidate, index) => (
          <li key={candidate}>
            <button
              type="button"
              aria-current={candidate === step ? 'step' : undefined}
              onClick={() => onStep(candidate)}
              className="relative inline-flex min-h-10 cursor-pointer items-center gap-2 whitespace-nowrap text-ink-2 hover:text-ink aria-[current=step]:font-medium aria-[current=step]:text-ink aria-[current=step]:after:absolute aria-[current=step]:after:inset-x-0 aria-[current=step]:after:bottom-0 aria-[current=step]:after:h-0.5 aria-[current=step]:after:bg-champion"
            >
              <span
                aria-hidden
                className="inline-flex size-5 items-center justify-center rounded-full border border-rule-strong text-note"
              >
                {isComplete(candidate) ? (
                  <Check className="size-3 text-champion" strokeWidth={2.5} />
                ) : (
                  index + 1
                )}
              </span>
              {STEP_NAMES[candidate]}
              {isComplete(candidate) ? <span className="sr-only">, complete</span> : null}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
