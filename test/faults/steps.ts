import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { ReadClient } from '#sdk/client.ts';
import { SubmissionNotFoundError, getSubmission } from '#sdk/marketplace/get-submission.ts';

/** The steps of a submission, each with how it is noticed. */
const RECORDS = {
  uploaded: 'SELECT 1 FROM submission_uploads WHERE submission_id = $1',
  'seed known': 'SELECT 1 FROM observed_seeds WHERE submission_id = $1',
  evaluated: `SELECT 1 FROM operator_evaluations WHERE submission_id = $1 AND status = 'Done'`,
  promised: 'SELECT 1 FROM verdict_promises WHERE submission_id = $1',
  claimed: 'SELECT 1 FROM performer_claims WHERE submission_id = $1',
  attested: 'SELECT 1 FROM received_attestations WHERE submission_id = $1',
  posted: `SELECT 1 FROM account_transactions WHERE purpose = 'submitTask ' || $1::text`,
} as const;

export const STEPS = [
  'committed',
  'uploaded',
  'revealed',
  'seed known',
  'evaluated',
  'promised',
  'claimed',
  'attested',
  'posted',
] as const;

export type Step = (typeof STEPS)[number];

const POLL_INTERVAL_MS = 5;
const RECONNECT_INTERVAL_MS = 100;
const PATIENCE_MS = 120_000;

/** Waits until a submission has reached a step, at any operator. */
export async function waitForStep(parameters: {
  step: Step;
  submissionId: bigint;
  client: ReadClient;
  databaseUrls: readonly string[];
}): Promise<void> {
  const { step, submissionId, client, databaseUrls } = parameters;
  if (step === 'committed' || step === 'revealed') {
    const awaited = step === 'committed' ? 'Committed' : 'Revealed';
    await until(step, async () => {
      try {
        return (await getSubmission(client, { submissionId })).status === awaited;
      } catch (error) {
        if (error instanceof SubmissionNotFoundError) return false;
        throw error;
      }
    });
    return;
  }
  const databases = await Promise.all(databaseUrls.map(connectPatiently));
  try {
    await until(step, async () => {
      const found = await Promise.all(
        databases.map((database) => database.query(RECORDS[step], [submissionId.toString()])),
      );
      return found.some(({ rowCount }) => rowCount !== null && rowCount > 0);
    });
  } finally {
    await Promise.all(databases.map((database) => database.end()));
  }
}

/** A Postgres that was killed for the submission before may still be on its way up. */
async function connectPatiently(connectionString: string): Promise<Client> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const database = new Client({ connectionString });
    // Its end is the test's doing.
    database.on('error', () => undefined);
    try {
      await database.connect();
      return database;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(RECONNECT_INTERVAL_MS);
    }
  }
}

async function until(step: Step, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`The step "${step}" was not reached.`);
    await delay(POLL_INTERVAL_MS);
  }
}

/** Jobs that wait or are worked on, in all operators' queues. */
export async function countOpenJobs(databaseUrls: readonly string[]): Promise<number> {
  return countRows(databaseUrls, `FROM pgboss.job WHERE state IN ('created', 'retry', 'active')`);
}

/** Transactions whose end no operator has noted. */
export async function countOpenTransactions(databaseUrls: readonly string[]): Promise<number> {
  return countRows(databaseUrls, `FROM account_transactions WHERE status = 'Sent'`);
}

/** Evidence against anybody, that any operator keeps. */
export async function countEvidence(databaseUrls: readonly string[]): Promise<number> {
  return countRows(databaseUrls, 'FROM slashing_evidence');
}

async function countRows(databaseUrls: readonly string[], from: string): Promise<number> {
  const counts = await Promise.all(
    databaseUrls.map(async (connectionString) => {
      const database = await connectPatiently(connectionString);
      try {
        const { rows } = await database.query<{ count: string }>(`SELECT count(*) ${from}`);
        return Number(rows[0]?.count ?? 0);
      } finally {
        await database.end();
      }
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
