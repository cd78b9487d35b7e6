import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import type { Database } from '#database/client.ts';
import {
  answerAccount,
  answerClaims,
  answerCredits,
  listClaimsRoute,
  listCreditsRoute,
  readAccountRoute,
} from './accounts.ts';
import { InvalidReadRequestError, NotInIndexError, toErrorAnswer } from './errors.ts';
import { answerNetwork, readNetworkRoute } from './network.ts';
import { answerOperator, answerOperators, listOperatorsRoute, readOperatorRoute } from './operators.ts';
import {
  answerSubmission,
  answerSubmissionById,
  answerSubmissions,
  listSubmissionsRoute,
  listTaskSubmissionsRoute,
  readSubmissionRoute,
  readTaskSubmissionRoute,
} from './submissions.ts';
import { answerTask, answerTasks, listTasksRoute, readTaskRoute } from './tasks.ts';

/** Where the API begins. */
export const READ_API_PATH = '/api/v1';

/** Answers change with every block at most; the tag tells whether they did. */
const CACHE_CONTROL = 'public, max-age=2, stale-while-revalidate=30';

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Zarathustra read API',
    version: '1',
    description:
      'Everything that the pages show, as JSON. Read from the events of the contracts; nothing can be written here. Amounts, scores and submission numbers are decimal strings.',
  },
};

export type ReadApi = {
  fetch(request: Request): Response | Promise<Response>;
  /** The API's own description. */
  document(): ReturnType<OpenAPIHono['getOpenAPI31Document']>;
};

/**
 * The read-only JSON API below `/api/v1`: what the pages show, for other programs. Open to any origin.
 *
 * @param parameters.openDatabase Asked at every request.
 * @param parameters.onError Told of failures, which the answers do not show.
 */
export function createReadApi(parameters: {
  openDatabase: () => Promise<Database>;
  onError: (error: unknown) => void;
}): ReadApi {
  const { openDatabase, onError } = parameters;
  const api = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new InvalidReadRequestError({ issues: result.error.issues });
    },
  }).basePath(READ_API_PATH);

  api.use(cors({ origin: '*', allowMethods: ['GET', 'HEAD', 'OPTIONS'], exposeHeaders: ['ETag'] }));
  api.use(etag({ weak: true }));
  api.use(async (context, next) => {
    await next();
    if (context.res.ok) context.header('Cache-Control', CACHE_CONTROL);
  });
  api.onError((error, context) => {
    const { status, body } = toErrorAnswer(error);
    if (status >= 500) onError(error);
    if (status === 503) context.header('Retry-After', '5');
    context.header('Cache-Control', 'no-store');
    return context.json(body, status);
  });
  api.notFound((context) => {
    const { body, status } = toErrorAnswer(new NotInIndexError({ what: `page ${context.req.path}` }));
    return context.json(body, status, { 'Cache-Control': 'no-store' });
  });

  api.openapi(listTasksRoute, async (context) =>
    context.json(await answerTasks(await openDatabase(), context.req.valid('query')), 200),
  );
  api.openapi(readTaskRoute, async (context) =>
    context.json(await answerTask(await openDatabase(), context.req.valid('param')), 200),
  );
  api.openapi(listTaskSubmissionsRoute, async (context) => {
    const query = { ...context.req.valid('query'), ...context.req.valid('param') };
    return context.json(await answerSubmissions(await openDatabase(), query), 200);
  });
  api.openapi(readTaskSubmissionRoute, async (context) =>
    context.json(await answerSubmission(await openDatabase(), context.req.valid('param')), 200),
  );
  api.openapi(listSubmissionsRoute, async (context) =>
    context.json(await answerSubmissions(await openDatabase(), context.req.valid('query')), 200),
  );
  api.openapi(readSubmissionRoute, async (context) =>
    context.json(await answerSubmissionById(await openDatabase(), context.req.valid('param')), 200),
  );
  api.openapi(listOperatorsRoute, async (context) =>
    context.json(await answerOperators(await openDatabase()), 200),
  );
  api.openapi(readOperatorRoute, async (context) =>
    context.json(await answerOperator(await openDatabase(), context.req.valid('param')), 200),
  );
  api.openapi(readAccountRoute, async (context) =>
    context.json(await answerAccount(await openDatabase(), context.req.valid('param')), 200),
  );
  api.openapi(listCreditsRoute, async (context) => {
    const query = { ...context.req.valid('query'), ...context.req.valid('param') };
    return context.json(await answerCredits(await openDatabase(), query), 200);
  });
  api.openapi(listClaimsRoute, async (context) => {
    const query = { ...context.req.valid('query'), ...context.req.valid('param') };
    return context.json(await answerClaims(await openDatabase(), query), 200);
  });
  api.openapi(readNetworkRoute, async (context) =>
    context.json(await answerNetwork(await openDatabase()), 200),
  );

  const document = () => api.getOpenAPI31Document(DOCUMENT);
  api.get('/openapi.json', (context) => context.json(document()));
  return { fetch: (request) => api.fetch(request), document };
}
