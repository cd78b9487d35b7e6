'use client';

import dynamic from 'next/dynamic';
import type { ContentPlace } from '#hooks/content/use-content.ts';
import { useEvaluationCode } from '#hooks/content/use-evaluation-code.ts';
import { Problem } from '#components/ui/problem.tsx';
import { groupThousands } from '#components/value/format-amount.ts';

const HighlightedCode = dynamic(async () => (await import('./highlighted-code.tsx')).HighlightedCode, {
  ssr: false,
});

/** A task's evaluation code to be read, fetched from the operators and verified in the browser; it never runs here. */
export function EvaluationCode({ place }: { place: ContentPlace }) {
  const { state, ref } = useEvaluationCode(place);
  return (
    <div ref={ref}>
      <div
        role="region"
        aria-label="The code"
        // Focusable, so that the keyboard can scroll it.
        tabIndex={0}
        className="h-72 overflow-auto border border-rule bg-sheet p-4 text-small"
      >
        {state.status === 'ready' ? (
          <HighlightedCode code={state.value.code} />
        ) : state.status === 'loading' ? (
          <p className="flex h-full items-center justify-center text-ink-3">Fetching the evaluation code</p>
        ) : (
          <Problem error={state.error} />
        )}
      </div>
      <p className="mt-2 min-h-5 text-small text-ink-3">
        {state.status === 'ready' && state.value.data.length > 0
          ? `It reads ${state.value.data.map(({ name, sizeBytes }) => `data/${name} (${groupThousands(sizeBytes)} bytes)`).join(', ')}.`
          : null}
      </p>
    </div>
  );
}
