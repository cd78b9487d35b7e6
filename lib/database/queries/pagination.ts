import { BaseError } from '#protocol/errors/base.ts';

/** Some rows of a longer list. */
export type Page<Row> = {
  rows: Row[];
  /** Where the next page begins; `undefined`: there is none. */
  nextCursor: string | undefined;
};

export type PageParameters = {
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
  /** At most 100. */
  limit?: number | undefined;
};

/** The cursor was not made by a page of this list. */
export class InvalidCursorError extends BaseError {
  override name = 'InvalidCursorError';
  constructor({ cursor }: { cursor: string }) {
    super(`"${cursor.slice(0, 80)}" is not where a page begins.`, {
      metaMessages: ['Take the cursor from the page before, unchanged, or leave it out.'],
    });
  }
}

const DEFAULT_LIMIT = 20;
const MAXIMUM_LIMIT = 100;
const MAXIMUM_INT8 = 2n ** 63n - 1n;

/** How many rows a page has. */
export function pageSize({ limit = DEFAULT_LIMIT }: PageParameters): number {
  return Math.min(Math.max(Math.trunc(limit), 1), MAXIMUM_LIMIT);
}

/** Cuts a page from rows of which one more than its size was read. */
export function cutPage<Row>(
  rows: readonly Row[],
  parameters: { size: number; cursorOf: (row: Row) => string },
): Page<Row> {
  const { size, cursorOf } = parameters;
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > size && last !== undefined ? cursorOf(last) : undefined };
}

/** Numbers joined by a dash, as `cursorOf` made them. @throws {InvalidCursorError} */
export function parseCursor(cursor: string, count: number): bigint[] {
  const parts = cursor.split('-');
  if (parts.length !== count || parts.some((part) => !/^\d{1,19}$/.test(part))) {
    throw new InvalidCursorError({ cursor });
  }
  const numbers = parts.map((part) => BigInt(part));
  if (numbers.some((number) => number > MAXIMUM_INT8)) throw new InvalidCursorError({ cursor });
  return numbers;
}

/** A condition for lists that run from the highest id down. @throws {InvalidCursorError} */
export function belowCursor({ cursor }: PageParameters): { lt: bigint } | undefined {
  if (cursor === undefined) return undefined;
  const [id = 0n] = parseCursor(cursor, 1);
  return { lt: id };
}

/** A condition for ledgers that run from the newest event down. @throws {InvalidCursorError} */
export function beforeEvent({ cursor }: PageParameters) {
  if (cursor === undefined) return {};
  const [blockNumber = 0n, logIndex = 0n] = parseCursor(cursor, 2);
  return {
    OR: [{ blockNumber: { lt: blockNumber } }, { blockNumber, logIndex: { lt: Number(logIndex) } }],
  };
}

/** The cursor of a ledger’s row. */
export function eventCursor({ blockNumber, logIndex }: { blockNumber: bigint; logIndex: number }): string {
  return `${blockNumber}-${logIndex}`;
}
