import { BaseError } from '#protocol/errors/base.ts';

/** The host failed, so that nothing can be said about the code that ran: the only consequence is to abstain. */
export class HostFailureError extends BaseError {
  override name = 'HostFailureError';
  constructor(cause: unknown) {
    super('The host of the evaluation failed.', {
      cause,
      metaMessages: ['This says nothing about the submission; the operator abstains.'],
    });
  }
}
