import { BaseError } from '#protocol/errors/base.ts';

/** A file of the engine is not where the evaluator was told to look. */
export class BinaryFetchError extends BaseError {
  override name = 'BinaryFetchError';
  constructor({ url, reason, cause }: { url: string; reason: string; cause?: unknown }) {
    super(`The evaluation runtime could not be loaded from ${url}.`, {
      details: reason,
      cause,
      metaMessages: [
        'Reload the page. If that does not help, its server lacks one of the files of the engine.',
      ],
      docsPath: 'evaluation.md#in-the-browser',
    });
  }
}
