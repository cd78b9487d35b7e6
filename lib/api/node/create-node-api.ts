import { type Context, Hono } from 'hono';
import { type NodeService, type ServiceStatus, summariseHealth } from './services.ts';

/** The version of the EigenLayer AVS Node API that is spoken. */
const SPEC_VERSION = 'v0.0.1';

const HEALTH_CODES = { healthy: 200, partial: 206, unhealthy: 503 } as const;
const SERVICE_CODES = { Up: 200, Initializing: 206, Down: 503 } as const satisfies Record<
  ServiceStatus,
  number
>;

/**
 * The EigenLayer AVS Node API v0.0.1 below `/eigen/node`: who this node is, and how it and its services do.
 *
 * @param parameters.listServices Asked at every request; its failure is a 500.
 */
export function createNodeApi(parameters: {
  nodeName: string;
  nodeVersion: string;
  listServices: () => Promise<readonly NodeService[]>;
  /** Told of failures, which the answers do not show. */
  onError: (error: unknown) => void;
}): Hono {
  const { nodeName, nodeVersion, listServices, onError } = parameters;
  const api = new Hono().basePath('/eigen/node');

  api.use(async (context, next) => {
    const version = context.req.query('version');
    if (version !== undefined && version !== SPEC_VERSION) {
      return context.json({ message: 'API version not found' }, 404);
    }
    return next();
  });
  api.onError((error, context) => {
    onError(error);
    return context.json({ message: 'Internal server error' }, 500);
  });
  const about = (context: Context) =>
    context.json({ node_name: nodeName, spec_version: SPEC_VERSION, node_version: nodeVersion });
  api.get('/', about);
  api.get('/health', async (context) =>
    context.body(null, HEALTH_CODES[summariseHealth(await listServices())]),
  );
  api.get('/services', async (context) => context.json({ services: await listServices() }));
  api.get('/services/:id/health', async (context) => {
    const id = context.req.param('id');
    const service = (await listServices()).find((candidate) => candidate.id === id);
    if (service === undefined) return context.body(null, 404);
    return context.body(null, SERVICE_CODES[service.status]);
  });
  return api;
}
