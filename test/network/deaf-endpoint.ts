import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AttestationMessage, attestationSchema } from '#protocol/http/attestations.ts';

/** Where an operator that means no good is reached: it takes what it is sent, and does nothing that is seen. */
export type DeafEndpoint = {
  url: string;
  /** What it was given, and keeps to itself. */
  attestations: readonly AttestationMessage[];
  close(): Promise<void>;
};

/** Headers that are not passed on. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

/**
 * Opens an endpoint that takes every claim and attestation as an honest one would. Content is that of an honest
 * operator: whether it is held is not what this is about.
 */
export async function openDeafEndpoint({
  honestEndpoint,
}: {
  honestEndpoint: string;
}): Promise<DeafEndpoint> {
  const attestations: AttestationMessage[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { url = '/', method = 'GET' } = request;
    if (url === '/attestations') {
      attestations.push(attestationSchema.parse(JSON.parse(body.toString())));
      response.writeHead(202).end('{}');
    } else if (url === '/rpc') {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: true }));
    } else {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        if (typeof value === 'string' && !OF_THE_CONNECTION.has(name)) headers.set(name, value);
      }
      const forwarded = await fetch(new URL(url, honestEndpoint), {
        method,
        headers,
        ...(body.length > 0 ? { body } : {}),
      });
      response.writeHead(forwarded.status, {
        'content-type': forwarded.headers.get('content-type') ?? 'application/octet-stream',
      });
      response.end(Buffer.from(await forwarded.arrayBuffer()));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    attestations,
    close: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
}
