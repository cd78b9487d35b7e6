import { BaseError } from '#protocol/errors/base.ts';

/** The database could not be brought to the schema of this program. */
export class MigrationError extends BaseError {
  override name = 'MigrationError';
  constructor({ reason, remedy, cause }: { reason: string; remedy: string; cause?: unknown }) {
    super(`The database could not be migrated: ${reason}.`, {
      cause,
      metaMessages: [remedy],
      docsPath: 'database.md#migrations',
    });
  }
}
