'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { BundleFile } from '#protocol/task/bundle.ts';
import type { GatewayUpload } from '#sdk/content/upload-content.ts';
import type { Availability } from '#sdk/content/wait-for-availability.ts';
import { findCreatedTask } from '#sdk/flows/find-created-task.ts';
import { type PublishTaskProgress, publishTask } from '#sdk/flows/publish-task.ts';
import { type PublishedTerms, type TaskDraft, createTaskDraft } from '#sdk/flows/task-draft.ts';
import type { Task } from '#sdk/marketplace/get-task.ts';
import { waitForTaskStatus } from '#sdk/marketplace/wait-for-task-status.ts';
import type { Payment } from '#sdk/token/allow.ts';
import { SignatureRejectedError } from '#sdk/transaction/errors.ts';
import type { TransactionStage } from '#sdk/transaction/transact.ts';
import { type TransactionTracker, trackTransaction } from '../transactions/track-transaction.ts';
import { useRequiredChain } from '../wallet/chain-context.tsx';
import { useWallet } from '../wallet/use-wallet.ts';

/** What is known about each step of the publication. */
export type PublicationProgress = {
  uploads: readonly GatewayUpload[];
  availability: Availability | undefined;
  approving: TransactionStage | undefined;
  creating: TransactionStage | undefined;
  task: Task | undefined;
};

export type PublicationState =
  | { name: 'idle' }
  /** The person said no in the wallet; nothing was sent. */
  | { name: 'rejected' }
  | { name: 'working' }
  | { name: 'failed'; error: unknown };

export type PublicationInput = {
  files: readonly BundleFile[];
  terms: PublishedTerms;
  payment: Payment;
  /** What was shown to the person, in the token’s base units: more is never taken. */
  maximumTotal: bigint;
};

const NOTHING: PublicationProgress = {
  uploads: [],
  availability: undefined,
  approving: undefined,
  creating: undefined,
  task: undefined,
};

function advance(progress: PublicationProgress, event: PublishTaskProgress | 'anew'): PublicationProgress {
  if (event === 'anew') return NOTHING;
  switch (event.name) {
    case 'uploading': {
      const others = progress.uploads.filter(({ gateway }) => gateway !== event.upload.gateway);
      const uploads = [...others, event.upload].sort((a, b) => (a.gateway < b.gateway ? -1 : 1));
      return { ...progress, uploads };
    }
    case 'spreading':
      return { ...progress, availability: event.availability };
    case 'approving':
      return { ...progress, approving: event.stage };
    case 'creating':
      return { ...progress, creating: event.stage };
    case 'measuring':
      return { ...progress, task: event.task };
  }
}

/**
 * The publication of a task: upload, payment, creation, the measurement of its baseline. What was done is in the draft,
 * which is kept before anything else happens; a reload goes on from there, and follows by itself what was sent.
 */
export function usePublication({
  draft,
  keep,
}: {
  /** What was kept last. */
  draft: TaskDraft | undefined;
  keep: (draft: TaskDraft) => Promise<void>;
}): {
  state: PublicationState;
  progress: PublicationProgress;
  start: (input: PublicationInput) => void;
  cancel: () => void;
} {
  const { openClient, readClient } = useWallet();
  const { explorerUrl } = useRequiredChain();
  const [state, setState] = useState<PublicationState>({ name: 'idle' });
  const [progress, report] = useReducer(advance, NOTHING);
  const running = useRef<AbortController | undefined>(undefined);
  const kept = useRef(draft);

  useEffect(() => {
    kept.current = draft;
  }, [draft]);
  useEffect(() => () => running.current?.abort(), []);

  const keepNow = useCallback(
    async (next: TaskDraft) => {
      kept.current = next;
      await keep(next);
    },
    [keep],
  );

  const start = useCallback(
    (input: PublicationInput) => {
      if (running.current) return;
      const stopping = new AbortController();
      running.current = stopping;
      setState({ name: 'working' });
      report('anew');
      const trackers: Partial<Record<'approving' | 'creating', TransactionTracker>> = {};
      let lastTransaction: 'approving' | 'creating' | undefined;
      const publish = async () => {
        const client = await openClient();
        const earlier = kept.current;
        const created = earlier?.taskId ?? (earlier && (await findCreatedTask(client, { draft: earlier })));
        const isCreating = created !== undefined || earlier?.sent?.action === 'create';
        const begun =
          earlier && isCreating
            ? { ...earlier, taskId: created }
            : {
                // What was entered may have changed since; an approval that is on its way counts all the same.
                ...(await createTaskDraft(client, { files: input.files, terms: input.terms })),
                sent: earlier?.sent,
              };
        trackers.approving = trackTransaction({ client, action: 'allow the payment', explorerUrl });
        trackers.creating = trackTransaction({ client, action: 'create the task', explorerUrl });
        await publishTask(client, {
          draft: begun,
          files: input.files,
          payment: input.payment,
          maximumTotal: input.maximumTotal,
          keep: keepNow,
          signal: stopping.signal,
          onProgress: (event) => {
            report(event);
            if (event.name !== 'approving' && event.name !== 'creating') return;
            // A permit is signed and never mined: nothing would end its toast.
            if (event.name === 'approving' && input.payment === 'permit') return;
            lastTransaction = event.name;
            trackers[event.name]?.onStage(event.stage);
          },
        });
      };
      publish()
        .then(() => setState({ name: 'idle' }))
        .catch((error: unknown) => {
          if (error === stopping.signal.reason) return setState({ name: 'idle' });
          if (lastTransaction) trackers[lastTransaction]?.onError(error);
          setState(
            error instanceof SignatureRejectedError ? { name: 'rejected' } : { name: 'failed', error },
          );
        })
        .finally(() => {
          running.current = undefined;
        });
    },
    [explorerUrl, keepNow, openClient],
  );

  const cancel = useCallback(() => running.current?.abort(), []);

  // After a reload: what was sent is followed without asking anybody.
  useEffect(() => {
    const earlier = kept.current;
    const isUnheard = earlier?.taskId !== undefined || earlier?.sent?.action === 'create';
    if (!earlier || !isUnheard) return undefined;
    const stopping = new AbortController();
    const follow = async () => {
      const taskId = await findCreatedTask(readClient, { draft: earlier });
      if (taskId === undefined || stopping.signal.aborted || running.current) return;
      if (earlier.step !== 'measured') await keepNow({ ...earlier, step: 'created', taskId });
      await waitForTaskStatus(readClient, {
        taskId,
        signal: stopping.signal,
        onProgress: (task) => report({ name: 'measuring', task }),
      });
      if (earlier.step !== 'measured') await keepNow({ ...earlier, step: 'measured', taskId });
    };
    follow().catch((error: unknown) => {
      if (error !== stopping.signal.reason) setState({ name: 'failed', error });
    });
    return () => stopping.abort();
  }, [keepNow, readClient]);

  return { state, progress, start, cancel };
}
