import type { Database } from '#database/client.ts';

/** The index's tables with the columns that give their rows an order. */
const INDEX_TABLES = {
  index_events: 'block_number, log_index',
  tasks: 'id',
  submissions: 'id',
  verdicts: 'submission_id',
  verdict_quorums: 'submission_id',
  champions: 'submission_id',
  credits: 'block_number, log_index',
  claims: 'block_number, log_index',
  operator_payments: 'block_number, log_index',
  fee_distributions: 'block_number, log_index',
  slashings: 'block_number, log_index',
  operators: 'account',
  operator_sets: 'id',
  task_definitions: 'id',
  tokens: 'address',
} as const;

/** Every row of the index, table by table, for comparing two of them. What descriptions add does not follow from the chain. */
export async function dumpIndex({ prisma }: Database): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(INDEX_TABLES)) {
    const rows: { row: unknown }[] = await prisma.$queryRawUnsafe(
      `SELECT to_jsonb(t) - 'search' AS row FROM "${table}" t ORDER BY ${order}`,
    );
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}
