import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { createAttestationsApi } from '#api/attestations/attestations.ts';
import { createAvsApi } from '#api/avs/avs.ts';
import { createMessageLimit } from '#api/limits/message-limit.ts';
import { createGateway } from '#api/gateway/create-gateway.ts';
import { createUploads } from '#api/uploads/create-uploads.ts';
import type { NodeContext } from '../context.ts';
import type { Acceptance } from '../reception/decide-inbox.ts';
import type { Role } from '../roles.ts';
import { type BundleLimits, createUploadAuthorisation } from '../uploads/authorise-upload.ts';

/**
 * The public routes of a node by its roles: the gateway's `/ipfs/…` and `/uploads/…`, and for those who exchange
 * claims and signatures `POST /`, `/rpc` and `/attestations`.
 */
export function createPublicApps(parameters: {
  context: NodeContext;
  roles: ReadonlySet<Role>;
  bundleLimits: BundleLimits;
  acceptance: Acceptance;
}): Hono[] {
  const { context, roles, bundleLimits, acceptance } = parameters;
  const { client, contentStore, log } = context;
  const { chainId, contracts } = client.deployment;
  const onError = (error: unknown) => log.error({ error }, 'request failed');
  const apps: Hono[] = [];
  const limit = createMessageLimit();
  const remoteAddress = (request: Context) => getConnInfo(request).remote.address ?? 'unknown';
  if (roles.has('gateway')) {
    const scope = { chainId, modelSubmission: contracts.modelSubmission };
    const authorise = createUploadAuthorisation(context, bundleLimits);
    apps.push(
      createGateway({ contentStore, onError }),
      createUploads({
        contentStore,
        scope,
        authorise,
        onError,
        onStored: async ({ root, purpose, sizeBytes, signer }) =>
          log.info({ root: root.toString(), purpose: purpose.kind, sizeBytes, signer }, 'upload stored'),
      }),
    );
  }
  // Attesters need claims as well: they release their signatures when one is there.
  if (roles.has('aggregator') || roles.has('attester')) {
    apps.push(createAvsApi({ onError, limit, remoteAddress, acceptClaim: acceptance.acceptClaim }));
  }
  if (roles.has('aggregator')) {
    apps.push(createAttestationsApi({ onError, limit, remoteAddress, accept: acceptance.acceptAttestation }));
  }
  return apps;
}
