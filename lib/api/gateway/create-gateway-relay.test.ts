import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGatewayRelay } from './create-gateway-relay.ts';

const CID = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';

/** Operators' servers that say what they like. */
const operators: Record<string, (request: Request) => Response> = {
  holder: () =>
    new Response('a block', {
      headers: { 'content-type': 'application/vnd.ipld.raw', 'set-cookie': 'a=1', etag: '"x"' },
    }),
  liar: () =>
    new Response('<script>alert(1)</script>', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  empty: () => new Response('<h1>Nothing</h1>', { status: 404, headers: { 'content-type': 'text/html' } }),
  broken: () => new Response('<h1>Oh</h1>', { status: 500, headers: { 'content-type': 'text/html' } }),
};

describe('createGatewayRelay', () => {
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const app = new Hono();
    for (const [name, answer] of Object.entries(operators)) app.get(`/${name}/*`, (c) => answer(c.req.raw));
    const listening = Promise.withResolvers<number>();
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      listening.resolve(port),
    );
    url = `http://127.0.0.1:${await listening.promise}`;
    close = () => new Promise((resolve) => server.close(() => resolve()));
  });

  afterAll(() => close());

  async function ask(...names: string[]): Promise<{ status: number; text: string; headers: Headers }> {
    const relay = createGatewayRelay({
      listGateways: async () => names.map((name) => `${url}/${name}`),
      onError: () => undefined,
    });
    const response = await relay.request(`/ipfs/${CID}?format=raw`);
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  test('behavior: the first gateway that holds the content answers, and its cookies stay behind', async () => {
    const { status, text, headers } = await ask('empty', 'broken', 'holder');
    expect({ status, text, etag: headers.get('etag'), cookie: headers.get('set-cookie') }).toEqual({
      status: 200,
      text: 'a block',
      etag: '"x"',
      cookie: null,
    });
  });

  test('behavior: a page that an operator serves in the place of content never reaches a browser', async () => {
    expect(await ask('liar')).toMatchObject({ status: 502, text: 'No operator’s gateway answers.' });
    expect((await ask('liar', 'holder')).text).toBe('a block');
  });

  test.each([
    ['empty', 404, 'No operator’s gateway serves this.'],
    ['broken', 502, 'No operator’s gateway answers.'],
  ])('behavior: of a refusal (%s) only the status is passed on', async (name, status, text) => {
    expect(await ask(name)).toMatchObject({ status, text });
  });

  test.each(['holder', 'liar', 'empty'])('behavior: nothing of what %s says could run', async (name) => {
    const { headers } = await ask(name);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
