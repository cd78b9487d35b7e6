import type * as Models from '../generated/client.ts';
import type { Plain } from '../plain.ts';
import type { Transaction } from '../transaction.ts';

/** The rows of the index's tables, as they are written. */
export type Tables = {
  index_events: Models.IndexedEvent;
  tasks: Plain<Models.Task>;
  submissions: Plain<Models.Submission>;
  verdicts: Plain<Models.Verdict>;
  verdict_quorums: Plain<Models.VerdictQuorum>;
  champions: Models.Champion;
  credits: Plain<Models.Credit>;
  claims: Plain<Models.Claim>;
  operator_payments: Plain<Models.OperatorPayment>;
  fee_distributions: Plain<Models.FeeDistribution>;
  slashings: Plain<Models.Slashing>;
  operators: Plain<Models.Operator>;
  operator_sets: Models.OperatorSet;
  task_definitions: Plain<Models.TaskDefinition>;
  tokens: Plain<Models.Token>;
};

/** A table of the index. */
export type TableName = keyof Tables;

/** The columns that identify a row. */
const KEY_COLUMNS: Record<TableName, readonly string[]> = {
  index_events: ['block_number', 'log_index'],
  tasks: ['id'],
  submissions: ['id'],
  verdicts: ['submission_id'],
  verdict_quorums: ['submission_id'],
  champions: ['submission_id'],
  credits: ['block_number', 'log_index'],
  claims: ['block_number', 'log_index'],
  operator_payments: ['block_number', 'log_index'],
  fee_distributions: ['block_number', 'log_index'],
  slashings: ['block_number', 'log_index'],
  operators: ['account'],
  operator_sets: ['id'],
  task_definitions: ['id'],
  tokens: ['address'],
};

/** Rows of one statement: keeps its one parameter, a JSON text, within some megabytes. */
const ROWS_PER_STATEMENT = 4_000;

/**
 * Inserts rows, and replaces those whose keys are there. All rows of a statement travel as one JSON parameter,
 * which is several times as fast as a parameter a value.
 */
export async function writeRows<Name extends TableName>(
  transaction: Transaction,
  table: Name,
  rows: readonly Tables[Name][],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columnOf = new Map(Object.keys(first).map((field) => [field, toColumn(field)]));
  const columns = [...columnOf.values()];
  const keys = KEY_COLUMNS[table];
  const quoted = columns.map(quote).join(', ');
  const updates = columns
    .filter((column) => !keys.includes(column))
    .map((column) => `${quote(column)} = excluded.${quote(column)}`)
    .join(', ');
  const statement =
    `INSERT INTO ${quote(table)} (${quoted}) ` +
    `SELECT ${quoted} FROM json_populate_recordset(NULL::${quote(table)}, $1::json) ` +
    `ON CONFLICT (${keys.map(quote).join(', ')}) DO UPDATE SET ${updates}`;
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await transaction.$executeRawUnsafe(
      statement,
      toJson(rows.slice(start, start + ROWS_PER_STATEMENT), columnOf),
    );
  }
}

/** @param columnOf The names of the fields in the database: finding one out anew for every value would cost more than the rest. */
function toJson(rows: readonly object[], columnOf: ReadonlyMap<string, string>): string {
  const records = rows.map((row) => {
    const record: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(row) as [string, unknown][]) {
      // JSON has no such integers; Postgres takes their digits.
      record[columnOf.get(field) ?? field] = typeof value === 'bigint' ? value.toString() : value;
    }
    return record;
  });
  return JSON.stringify(records);
}

/** The schema names every column so. */
function toColumn(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function quote(identifier: string): string {
  return `"${identifier}"`;
}
