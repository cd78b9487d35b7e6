'use client';

import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { SubmissionProgress } from '#protocol/http/progress.ts';

/** What this page was told last of how far submissions are, by their numbers. */
export type ProgressStore = {
  get(submissionId: string): SubmissionProgress | undefined;
  tell(progress: SubmissionProgress): void;
  /** After a reorganisation of the chain nothing of it holds. */
  clear(): void;
  /** Calls when any of it changes. @returns Ends it. */
  subscribe(listener: () => void): () => void;
};

export function createProgressStore(): ProgressStore {
  const told = new Map<string, SubmissionProgress>();
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    get: (submissionId) => told.get(submissionId),
    tell: (progress) => {
      told.set(progress.submissionId, progress);
      wake();
    },
    clear: () => {
      told.clear();
      wake();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Below `LiveEventsProvider`, which tells it. */
export const ProgressContext = createContext<ProgressStore>(createProgressStore());

/**
 * How far a submission is, as the stream of events tells it.
 *
 * @param parameters.submissionId `undefined` while it has no number.
 * @param parameters.rendered What the server rendered the page with; without it, the server is asked once.
 */
export function useSubmissionProgress(parameters: {
  submissionId: string | undefined;
  rendered?: SubmissionProgress | undefined;
}): SubmissionProgress | undefined {
  const { submissionId, rendered } = parameters;
  const store = useContext(ProgressContext);
  const told = useSyncExternalStore(
    store.subscribe,
    () => (submissionId === undefined ? undefined : store.get(submissionId)),
    () => undefined,
  );
  const isUnknown = submissionId !== undefined && rendered === undefined && told === undefined;
  useEffect(() => {
    if (!isUnknown) return undefined;
    const stopping = new AbortController();
    fetchProgress(submissionId, stopping.signal).then(
      (progress) => {
        if (progress !== undefined && store.get(submissionId) === undefined) store.tell(progress);
      },
      (error: unknown) => {
        // The stream tells it with the next change.
        if (!stopping.signal.aborted) console.warn('How far a submission is could not be asked.', error);
      },
    );
    return () => stopping.abort();
  }, [isUnknown, store, submissionId]);
  if (told === undefined || (rendered && rendered.headBlock > told.headBlock)) return rendered;
  return told;
}

/** `undefined`: the index does not know it, or not yet. */
async function fetchProgress(
  submissionId: string,
  signal: AbortSignal,
): Promise<SubmissionProgress | undefined> {
  const response = await fetch(`/api/node/submissions/${submissionId}/progress`, {
    cache: 'no-store',
    signal,
  });
  if (!response.ok) return undefined;
  const { submissionProgressSchema } = await import('#protocol/http/progress.ts');
  return submissionProgressSchema.parse(await response.json());
}
