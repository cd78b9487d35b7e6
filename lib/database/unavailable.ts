import { z } from 'zod';

/**
 * Prisma's codes for a database that cannot be reached (P1001, P1002, P1008, P1017), a pool without a free
 * connection (P2024), a transaction that lost its connection (P2028) or met another one (P2034).
 */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034']);

/** How Prisma's driver adapter classifies the same. */
const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
]);

/** The operating system's codes for a connection that cannot be made or is lost. */
const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Postgres's codes: class 08 (connection), 40 (rolled back for another transaction's sake), 53 (out of
 * connections, memory or disk), 57P (shutting down, starting up).
 */
const POSTGRES_CODE = /^(08...|40...|53...|57P..)$/;

/** What the driver says when a connection ends under a query, without any code. */
const LOST_CONNECTION =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/;

const adapterCause = z.object({ kind: z.string(), originalCode: z.string().optional() });

/** What an error of Postgres, of the operating system or of Prisma shows of its reason. */
const codedError = z.object({
  code: z.string().optional().catch(undefined),
  /** Where Prisma wraps the error of its driver adapter … */
  meta: z
    .object({ driverAdapterError: z.object({ cause: adapterCause }) })
    .optional()
    .catch(undefined),
  /** … and where it lets it through as it is: from the begin and the commit of a transaction. */
  cause: adapterCause.optional().catch(undefined),
});

/**
 * Whether an error of the database comes from the database not being there, or being busy, rather than from the
 * query: then the same query may succeed later.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  let current = error;
  while (current instanceof Error) {
    if (LOST_CONNECTION.test(current.message) || hasCodeOfUnavailability(current)) return true;
    current = current.cause;
  }
  return false;
}

function hasCodeOfUnavailability(error: Error): boolean {
  const { code = '', meta, cause } = codedError.parse(error);
  const { kind = '', originalCode = '' } = meta?.driverAdapterError.cause ?? cause ?? {};
  return (
    PRISMA_CODES.has(code) ||
    SYSTEM_CODES.has(code) ||
    POSTGRES_CODE.test(code) ||
    ADAPTER_KINDS.has(kind) ||
    POSTGRES_CODE.test(originalCode)
  );
}
