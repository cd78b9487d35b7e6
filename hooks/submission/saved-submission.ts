import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import { type SubmissionDraft, submissionDraftSchema } from '#sdk/flows/draft.ts';

/** A submission on its way, with all that going on takes. */
export type SavedSubmission = {
  draft: SubmissionDraft;
  /** The parameters file; absent when the person keeps it, because it was too large for the saved file. */
  parameters?: Uint8Array<ArrayBuffer> | undefined;
  /** The task’s title, for people. */
  title: string;
  /** The commitment may be on the chain, whether or not this browser has heard of it. */
  isCommitSent: boolean;
};

/** The file that lets another device go on. */
const fileSchema = z.object({
  kind: z.literal('zarathustra.submission'),
  draft: submissionDraftSchema,
  title: z.string().max(200),
  isCommitSent: z.boolean(),
  /** Base64. */
  parameters: z.string().optional(),
});

/** Larger parameters are left out of the saved file. */
const LARGEST_SAVED_PARAMETERS_BYTES = 32 * 1024 * 1024;

/** The file is not one that this marketplace saved. */
export class SavedSubmissionFileError extends BaseError {
  override name = 'SavedSubmissionFileError';
  constructor({ name, cause }: { name: string; cause?: unknown }) {
    super(`${name} is not a saved submission.`, {
      cause,
      metaMessages: ['Choose the file that was downloaded when you committed; it ends in .submission.json.'],
    });
  }
}

/** Its name in the store, and in messages: the salt is drawn anew for every submission. */
export function savedSubmissionKey({ draft }: Pick<SavedSubmission, 'draft'>): string {
  return draft.salt;
}

/** Whether something is lost unless the person goes on: the bond is paid, and nothing is revealed. */
export function awaitsReveal({ draft, isCommitSent }: SavedSubmission): boolean {
  return (
    draft.step === 'committed' || draft.step === 'available' || (draft.step === 'packed' && isCommitSent)
  );
}

/** The file to keep: with it any device can go on. Whoever has it can reveal, so it is as private as the parameters. */
export function toSavedFile(saved: SavedSubmission): { name: string; text: string } {
  const { parameters, ...rest } = saved;
  const isKept = parameters !== undefined && parameters.length <= LARGEST_SAVED_PARAMETERS_BYTES;
  return {
    name: `task-${saved.draft.taskId}-${saved.draft.parameters.digest.slice(2, 10)}.submission.json`,
    text: JSON.stringify({
      kind: 'zarathustra.submission',
      ...rest,
      ...(isKept ? { parameters: toBase64(parameters) } : {}),
    } satisfies z.input<typeof fileSchema>),
  };
}

/** @throws {SavedSubmissionFileError} */
export function fromSavedFile({ name, text }: { name: string; text: string }): SavedSubmission {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SavedSubmissionFileError({ name, cause });
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) throw new SavedSubmissionFileError({ name, cause: parsed.error });
  const { kind: _, parameters, ...saved } = parsed.data;
  return { ...saved, ...(parameters === undefined ? {} : { parameters: fromBase64(parameters) }) };
}

/** `String.fromCharCode` takes its arguments from the stack. */
const CHUNK_BYTES = 8_192;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
