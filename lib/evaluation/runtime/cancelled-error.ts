import { BaseError } from '#protocol/errors/base.ts';

/** The caller's signal ended the evaluation. */
export class EvaluationCancelledError extends BaseError {
  override name = 'EvaluationCancelledError';
  constructor() {
    super('The evaluation was cancelled.');
  }
}
