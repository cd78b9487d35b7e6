import type { Address } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { Transaction } from '../transaction.ts';
import type { ChainEvent, ChainEventName } from './events.ts';
import type { TableName, Tables } from './tables.ts';

/** What identifies a row of a projection. */
export type RowKey = number | bigint | Address;

/**
 * A table whose rows follow from the events about them, one after the other: `row = reduce(row, event)`. A row
 * depends on nothing but its own events, so it can be computed anew from them alone.
 */
export type Projection<Name extends TableName> = {
  table: Name;
  /** The rows that an event changes. */
  keysOf(event: ChainEvent): readonly RowKey[];
  /** The row after an event; `row` is `undefined` before the first. */
  reduce(row: Tables[Name] | undefined, event: ChainEvent, key: RowKey): Tables[Name] | undefined;
  /** The rows of these keys that there are. */
  load(transaction: Transaction, keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, Tables[Name]>>;
  /** Removes the rows of these keys. */
  remove(transaction: Transaction, keys: readonly RowKey[]): Promise<void>;
  /** Finds the events about these keys among all, for computing the rows anew. */
  eventsOf(keys: readonly RowKey[]): EventFilter;
};

/** A condition on the events that are kept. */
export type EventFilter =
  | { taskId: { in: number[] } }
  | { submissionId: { in: bigint[] } }
  | { account: { in: string[] } }
  | { name: { in: ChainEventName[] } };

/** An event came for something that no event made. */
export class MissingRowError extends BaseError {
  override name = 'MissingRowError';
  constructor({ table, key, event }: { table: TableName; key: RowKey; event: ChainEvent }) {
    super(`The event ${event.name} is about ${table} ${key}, which the index has not seen being made.`, {
      metaMessages: [
        `Block ${event.blockNumber}, transaction ${event.transactionHash}.`,
        'The deployment’s start block is too high, or its addresses do not belong together.',
      ],
      docsPath: 'database.md#the-index',
    });
  }
}

/** Checks that a row is there. @throws {MissingRowError} */
export function requireRow<Row>(
  row: Row | undefined,
  parameters: { table: TableName; key: RowKey; event: ChainEvent },
): Row {
  if (row === undefined) throw new MissingRowError(parameters);
  return row;
}

/** Keys of one type; the others do not belong to the table at all. */
export function numberKeys(keys: readonly RowKey[]): number[] {
  return keys.filter((key) => typeof key === 'number');
}

/** As `numberKeys`. */
export function bigintKeys(keys: readonly RowKey[]): bigint[] {
  return keys.filter((key) => typeof key === 'bigint');
}

/** As `numberKeys`. */
export function accountKeys(keys: readonly RowKey[]): Address[] {
  return keys.filter((key) => typeof key === 'string');
}
