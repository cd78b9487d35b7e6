import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOOPBACK, findFreePort } from '../ports.ts';
import { openKeptPorts } from './kept-ports.ts';

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-ports-'));
  file = path.join(folder, 'ports.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a port is the same in the next run', async () => {
  const port = await (await openKeptPorts(file)).choose('chain');
  expect(await (await openKeptPorts(file)).choose('chain')).toBe(port);
});

test('a port that is preferred is taken when it is free', async () => {
  const free = await findFreePort();
  expect(await (await openKeptPorts(file)).choose('chain', free)).toBe(free);
});

test('a port that somebody else took meanwhile is replaced', async () => {
  const ports = await openKeptPorts(file);
  const port = await ports.choose('operator 1');
  const server = createServer().listen(port, LOOPBACK);
  await once(server, 'listening');
  try {
    const other = await ports.choose('operator 1');
    expect(other).not.toBe(port);
    expect(await (await openKeptPorts(file)).choose('operator 1')).toBe(other);
  } finally {
    server.close();
  }
});

test('ports that are chosen at once differ', async () => {
  const ports = await openKeptPorts(file);
  const chosen = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ports.choose(name)));
  expect(new Set(chosen).size).toBe(4);
});
