import type { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';

/** A job's payload does not have the shape that its type declares. */
export class JobPayloadError extends BaseError {
  override name = 'JobPayloadError';
  readonly isRetryable = false;
  constructor({ name, cause }: { name: string; cause: z.ZodError }) {
    super(`The payload of a job "${name}" does not have the declared shape.`, {
      cause,
      metaMessages: ['It was enqueued by another version of this program; the job is not tried again.'],
    });
  }
}
