import { BaseError } from '#protocol/errors/base.ts';

/** The chain speaks of something that the logs do not tell of: nothing can be judged. */
export class IncompleteFactsError extends BaseError {
  override name = 'IncompleteFactsError';
  constructor({ missing }: { missing: string }) {
    super(`The logs do not tell of ${missing}.`, {
      metaMessages: ['Read them from the block of the deployment on.'],
    });
  }
}
