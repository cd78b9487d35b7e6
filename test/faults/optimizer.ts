import { setTimeout as delay } from 'node:timers/promises';
import { resumeDraft } from '#devnet/start/resume-draft.ts';
import type { WriteClient } from '#sdk/client.ts';
import { type SubmissionDraft, createSubmissionDraft } from '#sdk/flows/draft.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import type { SubmissionStatus } from '#sdk/statuses.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';

const POLLING_INTERVAL_MS = 100;
const RETRY_MS = 500;
/** A chain that is killed loses its last block: only what has another one above it is done. */
const CONFIRMATIONS = 2;
const RECEIPT_TIMEOUT_MS = 15_000;

/** A submission on its way, by an optimizer that survives what the marketplace does not. */
export type OngoingSubmission = {
  settled: Promise<{ submissionId: bigint; status: SubmissionStatus }>;
};

/** Begins a submission and carries it on, whatever fails, until it is settled. */
export async function beginSubmission(parameters: {
  /** Of the optimizer. */
  client: WriteClient;
  taskId: number;
  candidate: Uint8Array;
  signal: AbortSignal;
}): Promise<OngoingSubmission> {
  const { client, taskId, candidate, signal } = parameters;
  let draft: SubmissionDraft = await createSubmissionDraft(client, { taskId, parameters: candidate });

  const tryOnce = async () => {
    draft = await resumeDraft(client, draft);
    const { submissionId } = await submitParameters(client, {
      draft,
      parameters: candidate,
      keep: (kept) => {
        draft = kept;
      },
      confirmations: CONFIRMATIONS,
      intervalMs: POLLING_INTERVAL_MS,
      timeoutMs: RECEIPT_TIMEOUT_MS,
      availabilityTimeoutMs: RECEIPT_TIMEOUT_MS,
      signal,
    });
    const { status } = await waitForSubmission(client, {
      submissionId,
      intervalMs: POLLING_INTERVAL_MS,
      signal,
    });
    return { submissionId, status };
  };
  const carryOn = async () => {
    const failures: unknown[] = [];
    for (;;) {
      try {
        return await tryOnce();
      } catch (error) {
        failures.push(error);
        if (signal.aborted)
          throw new AggregateError(failures, 'The submission was never settled.', { cause: error });
        await delay(RETRY_MS);
      }
    }
  };
  const settled = carryOn();
  // Whoever awaits it sees the failure; nobody having to await it is no failure of its own.
  settled.catch(() => undefined);
  return { settled };
}
