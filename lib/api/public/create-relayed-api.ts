import { type Context, Hono } from 'hono';
import type { Database } from '#database/client.ts';
import { listGateways } from '#database/pages/operators.ts';
import { readRuntimeId } from '#database/pages/runtime.ts';
import { createAttestationsApi } from '../attestations/attestations.ts';
import { createAvsApi } from '../avs/avs.ts';
import type { ChangeFeed } from '../events/change-feed.ts';
import { createEventsApi } from '../events/events.ts';
import { createGatewayRelay } from '../gateway/create-gateway-relay.ts';
import { createInboxAcceptance } from '../inbox/create-inbox-acceptance.ts';
import { createMessageLimit } from '../limits/message-limit.ts';
import { createNodeApi } from '../node/create-node-api.ts';
import { listNodeServices } from '../node/services.ts';
import { createProgressApi } from '../progress/create-progress-api.ts';

/**
 * The public routes of an operator's node on a server that shares no more than the database with it, the web app for
 * example: the same modules as in the node, but the node decides about claims and attestations, and the operators'
 * gateways serve the content. What computes verdicts is not among them.
 */
export function createRelayedApi(parameters: {
  database: Database;
  feed: ChangeFeed;
  nodeName: string;
  nodeVersion: string;
  /** Told of errors that are not the sender's fault, which no answer shows. */
  onError: (error: unknown) => void;
}): Hono {
  const { database, feed, nodeName, nodeVersion, onError } = parameters;
  const { acceptClaim, acceptAttestation } = createInboxAcceptance(database);
  const limit = createMessageLimit();
  const api = new Hono();
  api.route('/', createAvsApi({ acceptClaim, limit, remoteAddress, onError }));
  api.route('/', createAttestationsApi({ accept: acceptAttestation, limit, remoteAddress, onError }));
  api.route(
    '/',
    createNodeApi({
      nodeName,
      nodeVersion,
      listServices: async () => listNodeServices({ database, runtimeId: await readRuntimeId(database) }),
      onError,
    }),
  );
  api.route('/', createProgressApi({ database, onError }));
  api.route('/', createGatewayRelay({ listGateways: () => listGateways(database), onError }));
  api.route('/events', createEventsApi({ feed }));
  return api;
}

/** The address that the nearest proxy saw; what stands before it in the header anybody can have written. */
function remoteAddress(context: Context): string {
  return context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'unknown';
}
