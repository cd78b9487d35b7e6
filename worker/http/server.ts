import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { BaseError } from '#protocol/errors/base.ts';

/** The node's public API, listening. */
export type NodeServer = {
  /** Where it listens, for example `http://127.0.0.1:4001`. */
  url: string;
  close(): Promise<void>;
};

/** The address cannot be listened on. */
export class ListenError extends BaseError {
  override name = 'ListenError';
  constructor({ host, port, cause }: { host: string; port: number; cause: unknown }) {
    super(`The node cannot listen on ${host}:${port}.`, {
      cause,
      metaMessages: ['Another program listens there, or it needs more rights. Change "http.port".'],
      docsPath: 'operators.md#settings',
    });
  }
}

/** What `/health` tells. */
export type Health = { isHealthy: boolean; details: Record<string, unknown> };

/**
 * Serves the given apps and `/health` (200 or 503, JSON).
 *
 * @throws {ListenError}
 */
export async function startServer(parameters: {
  host: string;
  /** 0: any free one. */
  port: number;
  apps: readonly Hono[];
  health: () => Promise<Health>;
}): Promise<NodeServer> {
  const { host, port, apps, health } = parameters;
  const root = new Hono();
  root.get('/health', async (context: Context) => {
    const { isHealthy, details } = await health();
    return context.json({ status: isHealthy ? 'healthy' : 'unhealthy', ...details }, isHealthy ? 200 : 503);
  });
  for (const app of apps) root.route('/', app);
  const server = createAdaptorServer({ fetch: root.fetch });
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (cause) => reject(new ListenError({ host, port, cause })));
    server.listen(port, host, () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') {
        reject(new ListenError({ host, port, cause: `listening on ${bound}` }));
      } else {
        resolve(bound);
      }
    });
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
