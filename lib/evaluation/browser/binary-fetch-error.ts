import { BaseError } from '#protocol/errors/base.ts';

/** A pinned binary is not where the evaluator was told to look. */
export class BinaryFetchError extends BaseError {
  override name = 'BinaryFetchError';
  constructor({ url, status }: { url: string; status: number }) {
    super(`The evaluation runtime could not be loaded from ${url}.`, {
      details: `HTTP status ${status}`,
      metaMessages: ['Serve the two files that docs/evaluation.md#in-the-browser names, or reload the page.'],
    });
  }
}
