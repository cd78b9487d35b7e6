import { Hono } from 'hono';
import type { Database } from '#database/client.ts';
import { readSubmissionProgress } from '#database/pages/progress.ts';
import { uint64Schema } from '#protocol/http/primitives.ts';

/** Postgres' largest bigint: no submission of the index has a greater number. */
const LARGEST_ID = 2n ** 63n - 1n;

/**
 * `GET /submissions/{id}/progress`: how far a submission is, as counts and states (`SubmissionProgress`), 404 when the
 * index has none of this number.
 */
export function createProgressApi(parameters: {
  database: Database;
  /** Told of failures, which the answer does not show. */
  onError: (error: unknown) => void;
}): Hono {
  const { database, onError } = parameters;
  const api = new Hono();
  api.get('/submissions/:id/progress', async (context) => {
    const id = uint64Schema.safeParse(context.req.param('id'));
    const progress =
      id.success && id.data <= LARGEST_ID
        ? await readSubmissionProgress(database, { submissionId: id.data })
        : undefined;
    context.header('Cache-Control', 'no-store');
    if (progress === undefined) {
      return context.json({ error: { code: 'not-found', message: 'There is no such submission.' } }, 404);
    }
    return context.json(progress);
  });
  api.onError((error, context) => {
    onError(error);
    return context.json({ error: { code: 'internal', message: 'Internal server error' } }, 500);
  });
  return api;
}
