import { createStore, del, get, set, values } from 'idb-keyval';
import type { Deployment } from '#protocol/deployment.ts';
import { type SavedSubmission, savedSubmissionKey } from './saved-submission.ts';
import { SUBMISSION_DATABASE, SUBMISSION_KEPT } from './submission-database.ts';

/** This browser’s submissions on their way. Salts and parameters never leave it from here. */
const openStore = lazily(() => createStore(SUBMISSION_DATABASE, 'submissions'));
/** Tells other tabs. */
const openChannel = lazily(() => new BroadcastChannel('zarathustra.submissions'));
const listeners = new Set<() => void>();

/** Keeps a submission; when this resolves, closing the tab loses nothing. */
export async function saveSubmission(saved: SavedSubmission): Promise<void> {
  await set(savedSubmissionKey(saved), saved, openStore());
  tell();
}

/** Forgets a submission. */
export async function forgetSubmission(saved: Pick<SavedSubmission, 'draft'>): Promise<void> {
  await del(savedSubmissionKey(saved), openStore());
  tell();
}

/** One submission, if it is still kept. */
export function findSubmission(key: string): Promise<SavedSubmission | undefined> {
  return get<SavedSubmission>(key, openStore());
}

/** The submissions to a deployment that are kept, the newest first. */
export async function listSubmissions({ chainId, contracts }: Deployment): Promise<SavedSubmission[]> {
  const saved = await values<SavedSubmission>(openStore());
  return saved
    .filter(
      ({ draft }) =>
        draft.chainId === chainId &&
        draft.modelSubmission.toLowerCase() === contracts.modelSubmission.toLowerCase(),
    )
    .sort((a, b) => b.draft.createdBlock - a.draft.createdBlock);
}

/** Calls whenever something is kept or forgotten, in this tab or another. @returns Ends it. */
export function onSubmissionsChanged(listener: () => void): () => void {
  const channel = openChannel();
  listeners.add(listener);
  channel.addEventListener('message', listener);
  return () => {
    listeners.delete(listener);
    channel.removeEventListener('message', listener);
  };
}

function tell(): void {
  openChannel().postMessage(null);
  for (const listener of listeners) listener();
  window.dispatchEvent(new Event(SUBMISSION_KEPT));
}

function lazily<Value extends object>(create: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= create());
}
