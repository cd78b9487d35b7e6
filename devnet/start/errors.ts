import { BaseError } from '#protocol/errors/base.ts';

const SETTING = 'Give another data directory with --data DIR (ZARATHUSTRA_DATA).';

/** The data directory cannot hold a marketplace. */
export class DataDirectoryError extends BaseError {
  override name = 'DataDirectoryError';
  constructor({ directory, problem, cause }: { directory: string; problem: string; cause?: unknown }) {
    super(`The marketplace cannot be kept in ${directory}: ${problem}.`, { cause, metaMessages: [SETTING] });
  }
}

/** Another run uses the data directory. */
export class MarketplaceRunningError extends BaseError {
  override name = 'MarketplaceRunningError';
  constructor({ directory, pid }: { directory: string; pid: number }) {
    super(`A marketplace is running in ${directory} already (process ${pid}).`, {
      metaMessages: ['Stop it with Ctrl-C in its terminal, or with SIGTERM.', SETTING],
    });
  }
}

/** The disk is full, or nearly. */
export class NoSpaceError extends BaseError {
  override name = 'NoSpaceError';
  constructor({ directory, cause }: { directory: string; cause?: unknown }) {
    super(`The disk that holds ${directory} is full.`, {
      cause,
      metaMessages: ['Free some space and start again: nothing that was settled is lost.', SETTING],
    });
  }
}

/** The marketplace was made with more operators than are to run. */
export class TooFewOperatorsError extends BaseError {
  override name = 'TooFewOperatorsError';
  constructor({ registered, wanted }: { registered: number; wanted: number }) {
    super(`${registered} operators are registered in this marketplace, but only ${wanted} are to run.`, {
      metaMessages: [
        'Those that are missing would keep their votes, and verdicts could fall short of the quorum.',
        `Start with --operators ${registered} (ZARATHUSTRA_OPERATORS), or from nothing with --fresh.`,
      ],
    });
  }
}

/** The web app could not be built. */
export class WebBuildError extends BaseError {
  override name = 'WebBuildError';
  constructor({ end, output, log }: { end: string; output: string; log: string }) {
    super(`The web app could not be built (${end}).`, {
      details: output.trim() || undefined,
      metaMessages: [`The whole output is in ${log}.`, '--no-web starts everything else.'],
    });
  }
}

/** The web app's server did not come up. */
export class WebServerError extends BaseError {
  override name = 'WebServerError';
  constructor({ problem, output, log }: { problem: string; output: string; log: string }) {
    super(`The web app ${problem}.`, {
      details: output.trim() || undefined,
      metaMessages: [`Its log is ${log}.`, '--no-web starts everything else.'],
    });
  }
}
