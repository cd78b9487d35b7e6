/** What every error of the project can carry besides its one-sentence message. */
export type BaseErrorParameters = {
  /** The error that led to this one. */
  cause?: unknown;
  /** What a lower layer said, verbatim. */
  details?: string | undefined;
  /** Further lines: the values involved, and what to do next. */
  metaMessages?: readonly string[] | undefined;
  /** The page of `docs/` that explains it, for example `evaluation.md#budgets`. */
  docsPath?: string | undefined;
};

/**
 * The root of all errors that this project throws on purpose. `message` says what happened, why, and what to
 * do next; `shortMessage` is its first sentence alone.
 *
 * @example
 * class TaskNotFoundError extends BaseError {
 *   override name = 'TaskNotFoundError';
 *   constructor({ taskId }: { taskId: number }) {
 *     super(`Task ${taskId} does not exist.`, { metaMessages: ['The marketplace lists the tasks there are.'] });
 *   }
 * }
 */
export class BaseError extends Error {
  override name = 'BaseError';
  readonly shortMessage: string;
  readonly details: string | undefined;
  readonly metaMessages: readonly string[];
  readonly docsPath: string | undefined;

  constructor(shortMessage: string, parameters: BaseErrorParameters = {}) {
    const { cause, metaMessages = [], docsPath } = parameters;
    const details = parameters.details ?? (cause instanceof Error ? cause.message : undefined);
    super(
      [
        shortMessage,
        ...metaMessages,
        ...(docsPath ? [`See docs/${docsPath}`] : []),
        ...(details ? [`Details: ${details}`] : []),
      ].join('\n'),
      cause === undefined ? undefined : { cause },
    );
    this.shortMessage = shortMessage;
    this.details = details;
    this.metaMessages = metaMessages;
    this.docsPath = docsPath;
  }

  /** The innermost cause, or the first error on the way down for which `matches` holds (`undefined`: none). */
  walk(): unknown;
  walk(matches: (error: unknown) => boolean): unknown;
  walk(matches?: (error: unknown) => boolean): unknown {
    return walkCauses(this, matches);
  }
}

function walkCauses(error: unknown, matches: ((error: unknown) => boolean) | undefined): unknown {
  if (matches?.(error)) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause === undefined || cause === null) return matches ? undefined : error;
  return walkCauses(cause, matches);
}
