import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createGateway } from '#api/gateway/create-gateway.ts';
import type { AuthoriseUpload } from '#api/uploads/authorise.ts';
import { createUploads } from '#api/uploads/create-uploads.ts';
import type { UploadScope } from '#protocol/upload/authorisation.ts';
import type { ContentStore } from '#storage/content-store.ts';
import { openDiskStore } from '#storage/disk/open-disk-store.ts';

/** A node’s storage side: a content store behind gateway and uploads, on a free port. */
export type TestGateway = {
  url: string;
  contentStore: ContentStore;
  close(): Promise<void>;
};

/** Starts a gateway that takes what `authorise` allows. */
export async function startGateway(parameters: {
  scope: UploadScope;
  /** @default everything is allowed */
  authorise?: AuthoriseUpload;
}): Promise<TestGateway> {
  const { scope, authorise = async () => ({ allowed: true, pin: 'test' }) } = parameters;
  const directory = await mkdtemp(join(tmpdir(), 'zarathustra-gateway-'));
  const contentStore = await openDiskStore({ directory });
  const app = new Hono()
    .route('/', createGateway({ contentStore }))
    .route('/', createUploads({ contentStore, scope, authorise }));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    contentStore,
    async close() {
      server.close();
      await once(server, 'close');
      await contentStore.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function portOf(server: ServerType): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new RangeError('the server has no port');
  return address.port;
}
