import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer as createHttpServer } from 'node:http';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LOOPBACK } from '#devnet/ports.ts';
import type { SeededRandom } from '../../random.ts';
import type { Trouble } from './plan.ts';

/**
 * What the proxy does:
 * - `open` passes everything on;
 * - `cuts` ends connections in their middle: what was asked for may have been done all the same;
 * - `silence` keeps what comes, and passes it on when it is over;
 * - `delays` passes everything on late;
 * - `errors` answers HTTP requests with what overloaded RPC servers answer, and passes some on.
 */
export type ProxyBehaviour = 'open' | Trouble | 'errors';

/** A way over which others reach a server, and which can be troubled. */
export type FaultProxy = {
  port: number;
  behave(behaviour: ProxyBehaviour): void;
  close(): Promise<void>;
};

const LONGEST_LIFE_MS = 300;
const SHORTEST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1_000;
/** One in so many requests is passed on while there are errors. */
const PASSED_ON_ODDS = 4;

/**
 * Listens on a free port of this machine and passes everything on to another one.
 *
 * @param parameters.target The port of the server; it may come and go.
 */
export async function startFaultProxy(parameters: {
  target: number;
  random: SeededRandom;
}): Promise<FaultProxy> {
  const { target, random } = parameters;
  let behaviour: ProxyBehaviour = 'open';
  let change = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const failing = createHttpServer((request, response) => {
    answerBadly({ request, response, target, random }).catch(() => response.destroy());
  });

  async function pass(): Promise<void> {
    while (behaviour === 'silence') await change.promise;
    if (behaviour === 'delays') {
      await delay(SHORTEST_DELAY_MS + random.integer(LONGEST_DELAY_MS - SHORTEST_DELAY_MS));
    }
  }

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    // Both ends see it by the end of the connection.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }

  /** One direction of a connection, in order. */
  function relay(from: Socket, to: Socket): void {
    let last: Promise<unknown> = Promise.resolve();
    const next = (act: () => void) => {
      last = last.then(pass).then(act);
    };
    from.on('data', (chunk) => next(() => to.writable && to.write(chunk)));
    from.on('end', () => next(() => to.end()));
    from.on('close', () => next(() => to.destroy()));
  }

  function cutSoon(socket: Socket): void {
    setTimeout(() => {
      if (behaviour === 'cuts') socket.destroy();
    }, random.integer(LONGEST_LIFE_MS)).unref();
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    track(client);
    if (behaviour === 'errors') {
      failing.emit('connection', client);
      return;
    }
    if (behaviour === 'cuts') cutSoon(client);
    const upstream = connect({ port: target, host: LOOPBACK, allowHalfOpen: true });
    track(upstream);
    relay(client, upstream);
    relay(upstream, client);
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    behave: (next) => {
      behaviour = next;
      if (next === 'cuts') for (const socket of sockets) cutSoon(socket);
      // Connections that last would not notice that their server answers badly now.
      else if (next === 'errors') for (const socket of sockets) socket.destroy();
      change.resolve();
      change = Promise.withResolvers();
    },
    close: async () => {
      behaviour = 'open';
      change.resolve();
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** What overloaded and broken RPC servers answer. */
const BAD_ANSWERS = [
  { status: 429, body: 'Too Many Requests' },
  { status: 503, body: 'Service Unavailable' },
  { status: 502, body: '<html><body>Bad Gateway</body></html>' },
  { status: 200, error: { code: -32_005, message: 'limit exceeded' } },
  { status: 200, error: { code: -32_603, message: 'internal error' } },
] as const;

async function answerBadly(parameters: {
  request: IncomingMessage;
  response: ServerResponse;
  target: number;
  random: SeededRandom;
}): Promise<void> {
  const { request, response, target, random } = parameters;
  // The next request finds out anew how the server does.
  response.setHeader('connection', 'close');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  if (random.integer(PASSED_ON_ODDS) === 0) {
    const answer = await fetch(`http://${LOOPBACK}:${target}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    return;
  }
  const answer = random.pick(BAD_ANSWERS);
  const text = 'error' in answer ? asRpcErrors(body, answer.error) : answer.body;
  response.writeHead(answer.status).end(text);
}

/** An error for each request, alone or in a batch. */
function asRpcErrors(body: string, error: object): string {
  const requests = JSON.parse(body) as { id: unknown } | { id: unknown }[];
  const fail = ({ id }: { id: unknown }) => ({ jsonrpc: '2.0', id, error });
  return JSON.stringify(Array.isArray(requests) ? requests.map(fail) : fail(requests));
}
