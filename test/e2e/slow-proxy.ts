import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { LOOPBACK, findFreePort } from '#devnet/ports.ts';

const PIECE_BYTES = 4_096;
const PAUSE_MS = 40;

/** Stands before a web app as a line on which pages come in pieces. */
export async function startSlowProxy(target: string): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    forward({ target, incoming, outgoing }).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    );
  });
  const port = await findFreePort();
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return {
    url: `http://${LOOPBACK}:${port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function forward(parameters: {
  target: string;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}): Promise<void> {
  const { target, incoming, outgoing } = parameters;
  const asked = request(new URL(incoming.url ?? '/', target), {
    method: incoming.method,
    // Compressed, the pieces would mean nothing.
    headers: { ...incoming.headers, 'accept-encoding': 'identity' },
  });
  incoming.pipe(asked);
  outgoing.once('close', () => asked.destroy());
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  if (!answer.headers['content-type']?.startsWith('text/html')) {
    answer.pipe(outgoing);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk as Uint8Array));
  const page = Buffer.concat(chunks);
  for (let at = 0; at < page.length; at += PIECE_BYTES) {
    outgoing.write(page.subarray(at, at + PIECE_BYTES));
    await delay(PAUSE_MS);
  }
  outgoing.end();
}
