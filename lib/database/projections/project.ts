import { definitionProjection } from './definitions.ts';
import type { ChainEvent } from './events.ts';
import { operatorSetProjection } from './operator-set.ts';
import { operatorProjection } from './operators.ts';
import type { Transaction } from '../transaction.ts';
import type { EventFilter, Projection, RowKey } from './projection.ts';
import { LEDGER_TABLES, type LedgerRow, type LedgerTable, ledgerRowOf } from './ledger.ts';
import { submissionProjection } from './submissions.ts';
import { type TableName, type Tables, writeRows } from './tables.ts';
import { taskProjection } from './tasks.ts';
import { tokenProjection } from './tokens.ts';

/** Reads events that are kept, in the chain's order, some at a time. */
export type EventReader = (filter: EventFilter) => AsyncIterable<readonly ChainEvent[]>;

/** One step of applying events to all projections, whatever their rows are. */
type SealedProjection = {
  keysOf(event: ChainEvent): readonly RowKey[];
  project(transaction: Transaction, events: readonly ChainEvent[]): Promise<void>;
  rebuild(transaction: Transaction, keys: readonly RowKey[], readEvents: EventReader): Promise<void>;
};

/** In an order in which rows can be written: submissions refer to tasks. */
const PROJECTIONS: readonly SealedProjection[] = [
  seal(definitionProjection),
  seal(tokenProjection),
  seal(operatorSetProjection),
  seal(operatorProjection),
  seal(taskProjection),
  seal(submissionProjection),
];

/** Takes all tables through further events, which come in the chain's order. */
export async function projectEvents(transaction: Transaction, events: readonly ChainEvent[]): Promise<void> {
  for (const projection of PROJECTIONS) await projection.project(transaction, events);
  const rows = events.flatMap((event) => ledgerRowOf(event) ?? []);
  for (const table of LEDGER_TABLES) await writeRows(transaction, table, rowsOf(table, rows));
}

/**
 * Brings all tables to where they would be without the events above a block, which were removed already.
 *
 * @param parameters.removed Those events.
 * @param parameters.readEvents Reads the events that are left.
 */
export async function withdrawEvents(
  transaction: Transaction,
  parameters: { above: bigint; removed: readonly ChainEvent[]; readEvents: EventReader },
): Promise<void> {
  const { above, removed, readEvents } = parameters;
  const where = { blockNumber: { gt: above } };
  await transaction.verdict.deleteMany({ where });
  await transaction.verdictQuorum.deleteMany({ where });
  await transaction.champion.deleteMany({ where });
  await transaction.credit.deleteMany({ where });
  await transaction.claim.deleteMany({ where });
  await transaction.operatorPayment.deleteMany({ where });
  await transaction.feeDistribution.deleteMany({ where });
  await transaction.slashing.deleteMany({ where });
  for (const projection of PROJECTIONS) {
    const keys = new Set(removed.flatMap((event) => projection.keysOf(event)));
    if (keys.size > 0) await projection.rebuild(transaction, [...keys], readEvents);
  }
}

function seal<Name extends TableName>(projection: Projection<Name>): SealedProjection {
  const { table } = projection;
  const keysOf = (event: ChainEvent): readonly RowKey[] => projection.keysOf(event);

  function advance(rows: Map<RowKey, Tables[Name]>, events: readonly ChainEvent[], only?: Set<RowKey>): void {
    for (const event of events) {
      for (const key of keysOf(event)) {
        if (only && !only.has(key)) continue;
        const row = projection.reduce(rows.get(key), event, key);
        if (row !== undefined) rows.set(key, row);
      }
    }
  }

  return {
    keysOf,
    project: async (transaction, events) => {
      const keys = new Set(events.flatMap(keysOf));
      if (keys.size === 0) return;
      const rows = new Map(await projection.load(transaction, [...keys]));
      advance(rows, events);
      await writeRows(transaction, table, [...rows.values()]);
    },
    rebuild: async (transaction, keys, readEvents) => {
      const rows = new Map<RowKey, Tables[Name]>();
      const wanted = new Set(keys);
      for await (const events of readEvents(projection.eventsOf(keys))) advance(rows, events, wanted);
      const gone = keys.filter((key) => !rows.has(key));
      if (gone.length > 0) await projection.remove(transaction, gone);
      await writeRows(transaction, table, [...rows.values()]);
    },
  };
}

function rowsOf<Table extends LedgerTable>(table: Table, rows: readonly LedgerRow[]): Tables[Table][] {
  return rows
    .filter((entry): entry is LedgerRow & { table: Table } => entry.table === table)
    .map(({ row }) => row as Tables[Table]);
}
