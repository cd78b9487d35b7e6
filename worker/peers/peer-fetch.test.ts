import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPeerFetch } from './peer-fetch.ts';

const server = createServer((_, response) => response.end('inside'));
let port: number;

beforeAll(async () => {
  server.listen(0, '::');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => server.close());

function open(privateAddresses: 'allow' | 'refuse') {
  const peer = createPeerFetch({ privateAddresses });
  onTestFinished(() => peer.close());
  return peer.fetch;
}

test.each([
  '127.0.0.1',
  'localhost',
  '0.0.0.0',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '2130706433',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.0.1',
  '[fd00::1]',
  '[fe80::1]',
  '[64:ff9b::7f00:1]',
])('nothing is asked of %s, which only this machine or its neighbours can reach', async (host) => {
  const refused = await open('refuse')(`http://${host}:${port}/`).catch((error: unknown) => error);
  expect(refused).toMatchObject({ cause: { code: 'ERR_IP_BLOCKED' } });
});

test('where private addresses are allowed the answer comes', async () => {
  const response = await open('allow')(`http://127.0.0.1:${port}/`);
  expect(await response.text()).toBe('inside');
});

test('an address of the internet is not refused for what it is', async () => {
  // TEST-NET-1 of RFC 5737, where nobody answers: the connection is tried.
  const error = await open('refuse')('http://192.0.2.1:9/', { signal: AbortSignal.timeout(200) }).catch(
    (reason: unknown) => reason,
  );
  expect(error).not.toMatchObject({ cause: { code: 'ERR_IP_BLOCKED' } });
});
