import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type SubmissionDraft, submissionDraftSchema } from '#sdk/flows/draft.ts';
import { isSystemError } from '../../ports.ts';
import { replaceFile } from '../data-directory.ts';

/** The submission that is under way, with its parameters. */
export type KeptSubmission = { draft: SubmissionDraft; parameters: Uint8Array };

/** One submission at a time, kept across kills: whoever loses its salt loses its bond. */
export type DraftFolder = {
  read(): Promise<KeptSubmission | undefined>;
  /** Keeps the parameters first, so that a draft that is there has them. */
  begin(kept: KeptSubmission): Promise<void>;
  keep(draft: SubmissionDraft): Promise<void>;
  finish(): Promise<void>;
};

export function openDraftFolder(folder: string): DraftFolder {
  const draftFile = path.join(folder, 'draft.json');
  const parametersFile = path.join(folder, 'parameters.safetensors');
  const keep = (draft: SubmissionDraft) => replaceFile(draftFile, JSON.stringify(draft));
  return {
    keep,
    begin: async ({ draft, parameters }) => {
      await replaceFile(parametersFile, parameters);
      await keep(draft);
    },
    read: async () => {
      try {
        const draft = submissionDraftSchema.parse(JSON.parse(await readFile(draftFile, 'utf8')));
        return { draft, parameters: new Uint8Array(await readFile(parametersFile)) };
      } catch (cause) {
        if (isSystemError(cause, 'ENOENT')) return undefined;
        throw cause;
      }
    },
    finish: () => rm(draftFile, { force: true }),
  };
}
