import { Client } from 'pg';

/** What both indexers must have made of the same history: rows by table, and sums over what the events changed. */
const SUMMARY = `
  SELECT json_build_object(
    'tasks', (SELECT json_build_array(count(*), sum(pool), sum(topped_up), sum(paid), sum(submission_count),
      sum(pending_count), sum(improvement_count), sum(champion_id), sum(baseline_deciding_sum)) FROM tasks),
    'task statuses', (SELECT json_agg(s ORDER BY s::text) FROM
      (SELECT status::text, count(*) FROM tasks GROUP BY status) s),
    'submissions', (SELECT json_build_array(count(*), sum(id), sum(bond), sum(seed_block), sum(payment),
      count(commitment), count(seed), sum(committed_block), sum(revealed_block), sum(settled_block),
      min(commit_transaction)) FROM submissions),
    'submission statuses', (SELECT json_agg(s ORDER BY s::text) FROM
      (SELECT status::text, count(*) FROM submissions GROUP BY status) s),
    'verdicts', (SELECT json_build_array(count(*), sum(wins), sum(payment), sum(pool), sum(challenger_pricing_sum),
      min(trace_digest)) FROM verdicts),
    'verdict quorums', (SELECT json_build_array(count(*), sum(signed_power), sum(total_power), count(performer))
      FROM verdict_quorums),
    'champions', (SELECT json_build_array(count(*), sum(submission_id), sum(previous_id)) FROM champions),
    'credits', (SELECT json_agg(s ORDER BY s::text) FROM
      (SELECT reason::text, count(*), sum(amount), sum(submission_id) FROM credits GROUP BY reason) s),
    'operator payments', (SELECT json_build_array(count(*), sum(amount), sum(submission_id)) FROM operator_payments),
    'fee distributions', (SELECT json_build_array(count(*), sum(fee), sum(performer_share), sum(aggregator_share),
      sum(attester_share), sum(treasury_share)) FROM fee_distributions),
    'operators', (SELECT json_build_array(count(*), sum(stake), sum(power), min(lower(key)), max(registered_block))
      FROM operators),
    'operator sets', (SELECT json_agg(cardinality(members)) FROM operator_sets),
    'task definitions', (SELECT json_build_array(count(*), sum(ticks), sum(memory_bytes), sum(verdict_window_blocks))
      FROM task_definitions),
    'tokens', (SELECT json_build_array(count(*), sum(fee_unit), sum(creation_fee)) FROM tokens)
  )::text AS summary`;

/**
 * Reads what an indexer made of a history, as text that can be compared.
 *
 * @param parameters.schema Of the indexer's tables.
 */
export async function summarise({ url, schema }: { url: string; schema: string }): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SELECT set_config('search_path', $1, false)`, [schema]);
    const { rows } = await client.query<{ summary: string }>(SUMMARY);
    return rows[0]?.summary ?? '';
  } finally {
    await client.end();
  }
}
