import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

/** A connection pool to one database, and the typed client on it. */
export type Database = {
  prisma: PrismaClient;
  /** Where the database is; holds the password, so it is not for logs. */
  url: string;
  /** Ends every connection. */
  close(): Promise<void>;
};

/** The most connections of one process; several processes of an operator share one server. */
const DEFAULT_CONNECTIONS = 8;

/**
 * Opens a database that `applyMigrations` has brought up to date. Connects on the first query.
 *
 * @param parameters.connections The most connections at once.
 */
export function createDatabase(parameters: { url: string; connections?: number }): Database {
  const { url, connections = DEFAULT_CONNECTIONS } = parameters;
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connections }),
    // Writes of a batch of blocks are one transaction; the defaults (2 s, 5 s) are for single requests.
    transactionOptions: { maxWait: 30_000, timeout: 120_000 },
  });
  return { prisma, url, close: () => prisma.$disconnect() };
}
