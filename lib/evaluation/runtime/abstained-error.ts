import { BaseError } from '#protocol/errors/base.ts';

/**
 * - `wall-clock`: the machine was too slow, or the host hung.
 * - `crashed`: the process ended, for example because it reached its memory limit.
 * - `host`: the evaluation reported that its host failed.
 */
export type AbstentionCause = 'wall-clock' | 'crashed' | 'host';

/**
 * The evaluation came to no result for a reason that lies with this machine. It is never a statement about the
 * submission: an operator that gets this error does not sign.
 */
export class EvaluationAbstainedError extends BaseError {
  override name = 'EvaluationAbstainedError';
  readonly abstentionCause: AbstentionCause;
  constructor(abstentionCause: AbstentionCause, details: string) {
    super('The evaluation ended without a result.', {
      details,
      metaMessages: [
        'Nothing is wrong with the submission; the operator abstains. Try again, or on another machine.',
      ],
      docsPath: 'evaluation.md#scores-and-abstentions',
    });
    this.abstentionCause = abstentionCause;
  }
}
