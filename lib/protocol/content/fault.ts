import { ContentTooLargeError, UnsupportedContentError } from './errors.ts';
import { UnsupportedCidError } from './pointer.ts';

/** Whether an error says that the content is at fault, so that everybody finds the same. */
export function isFaultOfContent(error: unknown): boolean {
  return (
    error instanceof ContentTooLargeError ||
    error instanceof UnsupportedContentError ||
    error instanceof UnsupportedCidError
  );
}
