'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { EvaluationCancelledError } from '#evaluation/runtime/cancelled-error.ts';
import type { RoundReport } from '#evaluation/runtime/evaluate.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';

/** A round of the preview: what the initial parameters scored, and what it took. */
export type PreviewRound = Pick<RoundReport, 'round'> & RoundReport['champion'];

export type PreviewState =
  | { status: 'idle' }
  | { status: 'running'; rounds: readonly PreviewRound[]; total: number }
  | { status: 'cancelled' }
  | {
      status: 'measured';
      rounds: readonly PreviewRound[];
      /** 1e18 = 1. */
      mean: bigint;
      /** What is left of the target, summed over the rounds; 0 or less would make the task void. */
      distance: bigint;
    }
  /** The bundle cannot be judged at all. */
  | { status: 'invalid'; reason: InvalidReason }
  | { status: 'failed'; error: unknown };

export type PreviewInput = {
  files: readonly BundleFile[];
  terms: VerdictTerms;
  budget: EvaluationBudget;
};

/** The whole evaluation of the initial parameters, in a Web Worker of this browser, as operators will measure them. */
export function usePreview(): {
  state: PreviewState;
  start: (input: PreviewInput) => void;
  cancel: () => void;
} {
  const [state, setState] = useState<PreviewState>({ status: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback((input: PreviewInput) => {
    running.current?.abort();
    const stopping = new AbortController();
    running.current = stopping;
    const tell = (next: PreviewState) => {
      if (running.current === stopping) setState(next);
    };
    const rounds: PreviewRound[] = [];
    const total = input.terms.rounds;
    tell({ status: 'running', rounds, total });
    const onRound = ({ round, champion }: RoundReport) => {
      rounds.push({ round, ...champion });
      tell({ status: 'running', rounds: [...rounds], total });
    };
    measure(input, { onRound, signal: stopping.signal }).then(tell, (error: unknown) => {
      const isCancelled = error instanceof EvaluationCancelledError || stopping.signal.aborted;
      tell(isCancelled ? { status: 'cancelled' } : { status: 'failed', error });
    });
  }, []);

  const cancel = useCallback(() => running.current?.abort(), []);
  return { state, start, cancel };
}

async function measure(
  { files, terms, budget }: PreviewInput,
  options: { onRound: (report: RoundReport) => void; signal: AbortSignal },
): Promise<PreviewState> {
  const [{ createEvaluator }, { BUNDLED_ENGINE_URLS }, { measureBaseline }, { readBundle }] =
    await Promise.all([
      import('#evaluation/browser/evaluator.ts'),
      import('#evaluation/browser/engine-urls.ts'),
      import('#sdk/estimate/measure-baseline.ts'),
      import('#protocol/task/read-bundle.ts'),
    ]);
  const evaluator = createEvaluator(BUNDLED_ENGINE_URLS);
  try {
    const measured = await measureBaseline({
      evaluator,
      bundle: readBundle(files),
      terms,
      budget,
      ...options,
    });
    if (measured.outcome === 'Invalid') return { status: 'invalid', reason: measured.reason };
    return {
      status: 'measured',
      rounds: measured.rounds.map(({ round, champion }) => ({ round, ...champion })),
      mean: measured.sum / BigInt(terms.rounds),
      distance: measured.distance,
    };
  } finally {
    await evaluator.close();
  }
}
