'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { EvaluationProgress, RoundReport } from '#evaluation/runtime/evaluate.ts';
import { EvaluationCancelledError } from '#evaluation/runtime/cancelled-error.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';

/** How an evaluation in this browser stands. */
export type EvaluationState<Result> =
  | { status: 'idle' }
  /** `progress` is absent while the runtime and the content are being loaded; `rounds` are those that are finished. */
  | { status: 'running'; progress: EvaluationProgress | undefined; rounds: readonly RoundReport[] }
  | { status: 'done'; result: Result }
  | { status: 'failed'; error: Error }
  | { status: 'cancelled' };

/** What a job is given: the evaluator of this browser, the signal that ends it, and where it reports to. */
export type EvaluationJobContext = {
  evaluator: Evaluator;
  signal: AbortSignal;
  onProgress: (progress: EvaluationProgress) => void;
  onRound: (round: RoundReport) => void;
};

/** Anything that evaluates: the SDK’s `measureBaseline`, `evaluate` of a candidate, or `replayVerdict`. */
export type EvaluationJob<Result> = (context: EvaluationJobContext) => Promise<Result>;

export type Evaluation<Result> = {
  state: EvaluationState<Result>;
  /** Begins a job; one that still runs is cancelled first. */
  start: (job: EvaluationJob<Result>) => void;
  /** Terminates the worker. */
  cancel: () => void;
  /** Cancels, and forgets the result. */
  reset: () => void;
};

/**
 * Evaluations in a Web Worker of this origin, one at a time. The runtime is loaded when the first one starts; leaving
 * the page ends it.
 *
 * @example
 * const { state, start, cancel } = useEvaluation<MeasureBaselineReturnType>();
 * start((context) => measureBaseline({ bundle, terms, budget, ...context }));
 */
export function useEvaluation<Result>(): Evaluation<Result> {
  const [state, setState] = useState<EvaluationState<Result>>({ status: 'idle' });
  const running = useRef<AbortController>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback((job: EvaluationJob<Result>) => {
    running.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    // What a replaced job still reports is of no interest.
    const report = (next: EvaluationState<Result>) => {
      if (running.current === controller) setState(next);
    };
    let progress: EvaluationProgress | undefined;
    let rounds: readonly RoundReport[] = [];
    const advance = () => {
      if (!signal.aborted) report({ status: 'running', progress, rounds });
    };
    advance();
    const listeners = {
      onProgress: (next: EvaluationProgress) => {
        progress = next;
        advance();
      },
      onRound: (round: RoundReport) => {
        rounds = [...rounds, round];
        advance();
      },
    };
    run(job, { signal, ...listeners }).then(
      (result) => report({ status: 'done', result }),
      (error: unknown) =>
        report(
          signal.aborted || error instanceof EvaluationCancelledError
            ? { status: 'cancelled' }
            : { status: 'failed', error: error instanceof Error ? error : new Error(String(error)) },
        ),
    );
  }, []);

  const cancel = useCallback(() => running.current?.abort(), []);

  const reset = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState({ status: 'idle' });
  }, []);

  return { state, start, cancel, reset };
}

async function run<Result>(
  job: EvaluationJob<Result>,
  context: Omit<EvaluationJobContext, 'evaluator'>,
): Promise<Result> {
  const [{ createEvaluator }, { BUNDLED_ENGINE_URLS }] = await Promise.all([
    import('#evaluation/browser/evaluator.ts'),
    import('#evaluation/browser/engine-urls.ts'),
  ]);
  const evaluator = createEvaluator(BUNDLED_ENGINE_URLS);
  try {
    context.signal.throwIfAborted();
    return await job({ evaluator, ...context });
  } finally {
    await evaluator.close();
  }
}
