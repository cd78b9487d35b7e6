import { Hono } from 'hono';
import { openIndex } from '#app/_server/index-database.ts';
import { createChangeFeed } from '#api/events/change-feed.ts';
import { createRelayedApi } from '#api/public/create-relayed-api.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** Where the node's routes are under the web app. */
const BASE_PATH = '/api/node';

let api: Hono | undefined;

/** Answers a request to one of the node's public routes, below `/api/node` or, for contents, `/ipfs`. */
export async function answerAsNode(request: Request): Promise<Response> {
  const database = await openIndex();
  if (api === undefined) {
    const onError = (error: unknown) => console.warn('A request to the node’s routes failed.', error);
    const routes = createRelayedApi({
      database,
      feed: createChangeFeed({ database, onError }),
      nodeName: packageJson.name,
      nodeVersion: packageJson.version,
      onError,
    });
    api = new Hono().route(BASE_PATH, routes).route('/', routes);
  }
  return api.fetch(request);
}
