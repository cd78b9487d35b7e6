'use client';

import { useCallback, useMemo, useState } from 'react';
import type { RoundReport } from '#evaluation/runtime/evaluate.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import { readBundle } from '#protocol/task/read-bundle.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';
import { measureBaseline } from '#sdk/estimate/measure-baseline.ts';
import {
  type EvaluationJobContext,
  type EvaluationState,
  useEvaluation,
} from '../evaluation/use-evaluation.ts';

/** A round of the preview: what the initial parameters scored, and what it took. */
export type PreviewRound = Pick<RoundReport, 'round'> & RoundReport['champion'];

/** What the initial parameters came to. */
type Measured =
  | {
      status: 'measured';
      rounds: readonly PreviewRound[];
      /** 1e18 = 1. */
      mean: bigint;
      /** What is left of the target, summed over the rounds; 0 or less would make the task void. */
      distance: bigint;
    }
  /** The bundle cannot be judged at all. */
  | { status: 'invalid'; reason: InvalidReason };

export type PreviewState =
  | { status: 'idle' }
  | { status: 'running'; rounds: readonly PreviewRound[]; total: number }
  | { status: 'cancelled' }
  | Measured
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
  const { state: evaluation, start: startEvaluation, cancel } = useEvaluation<Measured>();
  const [total, setTotal] = useState(0);
  const start = useCallback(
    (input: PreviewInput) => {
      setTotal(input.terms.rounds);
      startEvaluation((context) => measure(input, context));
    },
    [startEvaluation],
  );
  const state = useMemo(() => toPreview(evaluation, total), [evaluation, total]);
  return { state, start, cancel };
}

function toPreview(evaluation: EvaluationState<Measured>, total: number): PreviewState {
  switch (evaluation.status) {
    case 'running':
      return { status: 'running', rounds: evaluation.rounds.map(ofChampion), total };
    case 'done':
      return evaluation.result;
    case 'idle':
    case 'cancelled':
    case 'failed':
      return evaluation;
  }
}

async function measure(
  { files, terms, budget }: PreviewInput,
  context: EvaluationJobContext,
): Promise<Measured> {
  const measured = await measureBaseline({ bundle: readBundle(files), terms, budget, ...context });
  if (measured.outcome === 'Invalid') return { status: 'invalid', reason: measured.reason };
  return {
    status: 'measured',
    rounds: measured.rounds.map(ofChampion),
    mean: measured.sum / BigInt(terms.rounds),
    distance: measured.distance,
  };
}

const ofChampion = ({ round, champion }: RoundReport): PreviewRound => ({ round, ...champion });
