import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../random.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

let server: Server;
let proxy: FaultProxy;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
    request.on('end', () => response.end('{"result":1}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  proxy = await startFaultProxy({ target: port, random: seededRandom(1) });
});

afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  server.close();
});

function ask(body: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${proxy.port}`, { method: 'POST', body });
}

describe('startFaultProxy', () => {
  test('default: passes everything on', async () => {
    const answer = await ask('{"id":1}');
    expect(await answer.text()).toBe('{"result":1}');
    expect(asked).toEqual(['{"id":1}']);
  });

  test('behavior: keeps what comes while it is silent, and passes it on afterwards', async () => {
    proxy.behave('silence');
    let isAnswered = false;
    const answer = ask('{"id":2}').then((response) => {
      isAnswered = true;
      return response.text();
    });
    // Something else that takes a way through the system, and is answered.
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect({ isAnswered, asked }).toEqual({ isAnswered: false, asked: [] });
    proxy.behave('open');
    expect(await answer).toBe('{"result":1}');
  });

  test('behavior: cuts connections, also those that wait for an answer', async () => {
    server.removeAllListeners('request');
    proxy.behave('cuts');
    await expect(ask('{"id":3}')).rejects.toThrow('fetch failed');
    expect(asked).toEqual([]);
  });

  test('behavior: answers with errors as RPC servers do, to each request of a batch', async () => {
    proxy.behave('errors');
    const statuses = new Set<number>();
    const results: unknown[] = [];
    for (let tries = 0; tries < 60; tries += 1) {
      const answer = await ask('[{"id":1},{"id":2}]');
      statuses.add(answer.status);
      const text = await answer.text();
      if (answer.status === 200 && text.startsWith('[')) results.push(JSON.parse(text));
    }
    expect([...statuses].sort()).toEqual([200, 429, 502, 503]);
    const errors = z.array(
      z.array(z.object({ id: z.number(), error: z.object({ code: z.number() }) })).length(2),
    );
    expect(errors.parse(results).length).toBeGreaterThan(0);
    // Some came through.
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(60);
    proxy.behave('open');
    expect(await (await ask('{"id":4}')).text()).toBe('{"result":1}');
  });
});
