'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { BaseError } from '#protocol/errors/base.ts';
import type { ReadClient, WriteClient } from '#sdk/client.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { type SubmitParametersProgress, submitParameters } from '#sdk/flows/submit-parameters.ts';
import { type Submission, getSubmission } from '#sdk/marketplace/get-submission.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { getRequiredBond } from '#sdk/marketplace/get-required-bond.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { isFinal } from '#sdk/statuses.ts';
import type { Payment } from '#sdk/token/allow.ts';
import { choosePayment } from '#sdk/token/choose-payment.ts';
import { SignatureRejectedError } from '#sdk/transaction/errors.ts';
import { type TransactionTracker, trackTransaction } from '../transactions/track-transaction.ts';
import { type MarketplaceChain, useRequiredChain } from '../wallet/chain-context.tsx';
import { useWallet } from '../wallet/use-wallet.ts';
import { provideFunds } from './provide-funds.ts';
import { type SavedSubmission, savedSubmissionKey } from './saved-submission.ts';
import { findSubmission, forgetSubmission, saveSubmission } from './submission-store.ts';

/** How far a submission is in this page. */
export type SubmissionState =
  | { status: 'idle' }
  /** `saved` is absent until there is something to lose. */
  | { status: 'working'; saved: SavedSubmission | undefined; progress: SubmitParametersProgress | undefined }
  /** The person said no in the wallet. */
  | { status: 'rejected'; saved: SavedSubmission | undefined }
  | { status: 'failed'; saved: SavedSubmission | undefined; error: unknown }
  /** It is revealed; `submission` is what the chain says. */
  | {
      status: 'following';
      saved: SavedSubmission;
      submissionId: bigint;
      submission: Submission | undefined;
      error: unknown;
    };

export type SubmissionStart = { taskId: number; parameters: Uint8Array<ArrayBuffer>; title: string };

export type UseSubmissionReturnType = {
  state: SubmissionState;
  /** Commits, uploads and reveals. */
  start: (submission: SubmissionStart) => void;
  /** Goes on with one that was kept. */
  resume: (saved: SavedSubmission) => void;
  /** Shows none any more; what is kept stays. */
  leave: () => void;
};

/** The account is asked for its consent to something that another tab is doing already. */
export class SubmissionElsewhereError extends BaseError {
  override name = 'SubmissionElsewhereError';
  constructor() {
    super('Another tab is going on with this submission.', {
      metaMessages: ['Follow it there, or close that tab and go on here.'],
    });
  }
}

/**
 * One submission: commit, upload, reveal, and its way to the verdict. Everything is kept in this browser before
 * anything is sent and after each step, so that a closed tab loses nothing.
 */
export function useSubmission(): UseSubmissionReturnType {
  const { openClient, readClient } = useWallet();
  const chain = useRequiredChain();
  const [state, setState] = useState<SubmissionState>({ status: 'idle' });
  const running = useRef<AbortController>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  const perform = useCallback(
    (begin: (client: WriteClient) => Promise<SavedSubmission>, known: SavedSubmission | undefined) => {
      running.current?.abort();
      const stopping = new AbortController();
      running.current = stopping;
      const show = (next: SubmissionState) => {
        if (running.current === stopping) setState(next);
      };
      let saved = known;
      const work = async () => {
        show({ status: 'working', saved, progress: undefined });
        if (saved) saved = await markIfRevealed(readClient, saved);
        if (saved?.draft.step !== 'revealed') {
          const client = await openClient();
          saved = await begin(client);
          await advance({
            client,
            chain,
            saved,
            signal: stopping.signal,
            onChange: (next, progress) => {
              saved = next;
              show({ status: 'working', saved: next, progress });
            },
          });
        }
        await follow({ readClient, saved, signal: stopping.signal, show });
      };
      work().catch(async (error: unknown) => {
        if (stopping.signal.aborted) return;
        if (!(error instanceof SignatureRejectedError)) {
          show({ status: 'failed', saved, error });
          return;
        }
        // Nothing was paid yet: nothing is to be remembered.
        if (saved && saved.draft.step === 'packed' && !saved.isCommitSent) {
          await forgetSubmission(saved);
          saved = undefined;
        }
        show({ status: 'rejected', saved });
      });
    },
    [chain, openClient, readClient],
  );

  const start = useCallback(
    ({ taskId, parameters, title }: SubmissionStart) =>
      perform(async (client) => {
        const draft = await createSubmissionDraft(client, { taskId, parameters });
        const [{ token }, amount] = await Promise.all([
          getTask(client, { taskId }),
          getRequiredBond(client, { taskId }),
        ]);
        await provideFunds(client, { chain, token, amount });
        return { draft, parameters, title, isCommitSent: false };
      }, undefined),
    [chain, perform],
  );
  const resume = useCallback(
    (saved: SavedSubmission) =>
      // Another tab may have gone on since.
      perform(async () => (await findSubmission(savedSubmissionKey(saved))) ?? saved, saved),
    [perform],
  );
  const leave = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState({ status: 'idle' });
  }, []);
  return { state, start, resume, leave };
}

/** Another device may have revealed it since: then nothing is left to sign. */
async function markIfRevealed(readClient: ReadClient, saved: SavedSubmission): Promise<SavedSubmission> {
  const { submissionId, step } = saved.draft;
  if (submissionId === undefined || step === 'revealed') return saved;
  const { status } = await getSubmission(readClient, { submissionId: BigInt(submissionId) });
  if (status === 'Committed') return saved;
  const revealed: SavedSubmission = { ...saved, draft: { ...saved.draft, step: 'revealed' } };
  await saveSubmission(revealed);
  return revealed;
}

const ACTIONS = {
  approving: 'approve the bond',
  committing: 'commit to the parameters',
  revealing: 'reveal the parameters',
} as const;

/** Commits, uploads, reveals; only one tab at a time does it for a submission. */
async function advance(parameters: {
  client: WriteClient;
  chain: MarketplaceChain;
  saved: SavedSubmission;
  signal: AbortSignal;
  onChange: (saved: SavedSubmission, progress: SubmitParametersProgress | undefined) => void;
}): Promise<void> {
  const { client, chain, signal, onChange } = parameters;
  let { saved } = parameters;
  const { explorerUrl } = chain;
  const trackers = new Map<keyof typeof ACTIONS, TransactionTracker>();
  const trackerOf = (name: keyof typeof ACTIONS) => {
    const tracker = trackers.get(name) ?? trackTransaction({ client, action: ACTIONS[name], explorerUrl });
    trackers.set(name, tracker);
    return tracker;
  };
  let current: keyof typeof ACTIONS | undefined;
  const keep = async (change: Partial<SavedSubmission>) => {
    saved = { ...saved, ...change };
    await saveSubmission(saved);
    onChange(saved, undefined);
  };
  await navigator.locks.request(
    `zarathustra.submission.${savedSubmissionKey(saved)}`,
    { ifAvailable: true },
    async (lock) => {
      if (lock === null) throw new SubmissionElsewhereError();
      try {
        const payment = await choosePaymentOf(client, saved);
        await submitParameters(client, {
          draft: saved.draft,
          parameters: saved.parameters,
          payment,
          signal,
          intervalMs: POLLING_INTERVAL_MS,
          keep: (draft) => keep({ draft, isCommitSent: saved.isCommitSent || draft.step !== 'packed' }),
          onProgress: (progress) => {
            // A permit is signed and never mined: nothing would end its toast.
            const isPermit = progress.name === 'approving' && payment === 'permit';
            if ('stage' in progress && !isPermit) {
              current = progress.name;
              trackerOf(progress.name).onStage(progress.stage);
              // From the signature on it may be on its way, whatever becomes of this page.
              if (progress.name === 'committing' && progress.stage.name === 'signing') {
                saved = { ...saved, isCommitSent: true };
                void saveSubmission(saved);
              }
            }
            onChange(saved, progress);
          },
        });
      } catch (error) {
        if (error instanceof SignatureRejectedError && current === 'committing') {
          await keep({ isCommitSent: false });
        }
        if (current !== undefined && !signal.aborted) trackerOf(current).onError(error);
        throw error;
      }
    },
  );
}

/** One signature where the token and the account can, so that committing takes one transaction. */
async function choosePaymentOf(client: WriteClient, { draft }: SavedSubmission): Promise<Payment> {
  // It is paid already.
  if (draft.submissionId !== undefined) return 'approve';
  const { token } = await getTask(client, { taskId: draft.taskId });
  return choosePayment(client, { token });
}

const POLLING_INTERVAL_MS = 500;

async function follow(parameters: {
  readClient: ReadClient;
  saved: SavedSubmission | undefined;
  signal: AbortSignal;
  show: (state: SubmissionState) => void;
}): Promise<void> {
  const { readClient, saved, signal, show } = parameters;
  if (saved?.draft.submissionId === undefined) return;
  const submissionId = BigInt(saved.draft.submissionId);
  const base = { status: 'following', saved, submissionId } as const;
  show({ ...base, submission: undefined, error: undefined });
  let last: Submission | undefined;
  try {
    await waitForSubmission(readClient, {
      submissionId,
      intervalMs: POLLING_INTERVAL_MS,
      signal,
      onProgress: (submission) => {
        last = submission;
        show({ ...base, submission, error: undefined });
      },
    });
    if (last && isFinal(last.status)) await forgetSubmission(saved);
  } catch (error) {
    if (!signal.aborted) show({ ...base, submission: last, error });
  }
}
