import { z } from 'zod';

/** Answer to `PUT /uploads/{root}`: the content is stored, durably and as a whole. */
export const uploadReceipt = z.object({
  /** CIDv1. */
  root: z.string(),
  /** The bytes of all distinct blocks together. */
  sizeBytes: z.int().nonnegative(),
  blockCount: z.int().positive(),
  /** Whether the same content was held before: the upload changed nothing. */
  alreadyHeld: z.boolean(),
});
export type UploadReceipt = z.infer<typeof uploadReceipt>;

/** Answer to `GET /uploads/{root}`: whether there is anything left to upload. */
export const uploadStatus = z.object({ root: z.string(), held: z.boolean() });
export type UploadStatus = z.infer<typeof uploadStatus>;

/** Why an account may not upload. The chain decides; the account can only wait or upload something else. */
export const uploadRefusalReason = z.enum([
  /** The submission is not on the chain that this operator sees. */
  'unknown-submission',
  /** The submission was committed by another account. */
  'not-the-optimizer',
  /** The submission is no longer waiting for its content. */
  'not-open',
  /** Another content was uploaded for this commitment. */
  'already-uploaded',
  /** The content is larger than the task allows. */
  'too-large',
  /** The account has stored as much as it may. */
  'quota-exceeded',
  /** The operator does not follow the chain closely enough to tell; try again. */
  'not-ready',
]);
export type UploadRefusalReason = z.infer<typeof uploadRefusalReason>;

/** Answer to an upload that failed. Nothing of it was kept. */
export const uploadFailure = z.object({
  error: z.object({
    /** The name of the error's class, to branch on. */
    name: z.string(),
    message: z.string(),
    /** What to do. */
    advice: z.array(z.string()),
    /** With `UploadRefusedError`. */
    reason: uploadRefusalReason.optional(),
  }),
});
export type UploadFailure = z.infer<typeof uploadFailure>;
