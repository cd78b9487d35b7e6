import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { LOOPBACK, PortTakenError } from './ports.ts';
import { canReach } from './postgres/account.ts';
import { PostgresDirectoryError, PostgresInUseError, PostgresVersionError } from './postgres/errors.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { identifyProcess } from './processes.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-postgres-test-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function start(parameters: Parameters<typeof startPostgres>[0]): Promise<PostgresServer> {
  const server = await startPostgres({ durable: false, ...parameters });
  cleanups.push(() => server.stop());
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts the server on these files and then waits. */
async function startElsewhere(dataDirectory: string): Promise<ChildProcess> {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
    const server = await startPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)} });
    process.stdout.write('ready');
    process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: path.resolve(import.meta.dirname, '..'),
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', () => reject(new Error('The other process ended before it was ready.')));
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

describe('startPostgres', () => {
  test('default: serves databases by name, and leaves no process behind', async () => {
    const directory = await temporaryDirectory();
    const server = await startPostgres({ dataDirectory: path.join(directory, 'data') });
    const url = await server.createDatabaseFor('operator-1');
    expect(await server.createDatabaseFor('operator-1')).toBe(url);
    expect(await query(url, 'SELECT current_database() AS name')).toEqual([{ name: 'operator-1' }]);
    await server.stop();
    expect(await identifyProcess(server.embedded?.pid ?? 0)).toBeUndefined();
  });

  test('behavior: finds its data again on the next start', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    const first = await startPostgres({ dataDirectory });
    await query(await first.createDatabaseFor('kept'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start({ dataDirectory });
    expect(await query(await second.createDatabaseFor('kept'), 'SELECT answer FROM kept')).toEqual([
      { answer: 42 },
    ]);
  });

  test('behavior: adopts the server that a killed run left running, and stops it at the end', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    await end(await startElsewhere(dataDirectory), 'SIGKILL');
    const notices: string[] = [];
    const server = await startPostgres({ dataDirectory, onNotice: (sentence) => notices.push(sentence) });
    expect(server.embedded?.adopted).toBe(true);
    expect(notices).toEqual([
      `A Postgres left over from an earlier run (process ${server.embedded?.pid}) is used again.`,
    ]);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(await identifyProcess(server.embedded?.pid ?? 0)).toBeUndefined();
  });

  test('behavior: does not touch the server of a run that is alive', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    const other = await startElsewhere(dataDirectory);
    cleanups.push(() => end(other, 'SIGTERM'));
    await expect(startPostgres({ dataDirectory })).rejects.toThrow(PostgresInUseError);
  });

  test('behavior: starts after the server itself was killed', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    const first = await startPostgres({ dataDirectory });
    process.kill(first.embedded?.pid ?? 0, 'SIGKILL');
    await first.stop();
    const second = await start({ dataDirectory });
    expect(second.embedded?.adopted).toBe(false);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('behavior: a process number in a stale postmaster.pid that is now another program’s does no harm', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    const first = await startPostgres({ dataDirectory });
    await first.stop();
    await writeFile(
      path.join(dataDirectory, 'postmaster.pid'),
      `${process.pid}\n${dataDirectory}\n0\n5432\n`,
    );
    const second = await start({ dataDirectory });
    expect(second.embedded?.adopted).toBe(false);
  });

  test('behavior: a run that was killed while making the files is made good', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    await mkdir(`${dataDirectory}.partial`);
    await writeFile(path.join(`${dataDirectory}.partial`, 'PG_VERSION'), '17\n');
    const server = await start({ dataDirectory });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('behavior: a port that is taken is named, with what to change', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen({ port: 0, host: LOOPBACK }, resolve));
    cleanups.push(() => new Promise((resolve) => blocker.close(() => resolve())));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    const failure = startPostgres({ dataDirectory, port });
    await expect(failure).rejects.toThrow(PortTakenError);
    await expect(failure).rejects.toThrow(`Port ${port}, which the database is to listen on, is taken`);
  });

  test('behavior: a directory with something else in it is left alone', async () => {
    const dataDirectory = await temporaryDirectory();
    await writeFile(path.join(dataDirectory, 'thesis.txt'), 'precious');
    await expect(startPostgres({ dataDirectory })).rejects.toThrow(PostgresDirectoryError);
  });

  test('behavior: files of another major version are refused, with what to do', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    await (await startPostgres({ dataDirectory })).stop();
    await writeFile(path.join(dataDirectory, 'PG_VERSION'), '9\n');
    await expect(startPostgres({ dataDirectory })).rejects.toThrow(PostgresVersionError);
  });

  test('behavior: a server of yours is used as it is, and left running', async () => {
    const dataDirectory = path.join(await temporaryDirectory(), 'data');
    const yours = await start({ dataDirectory });
    const server = await startPostgres({ dataDirectory: '/unused', databaseUrl: yours.url });
    expect(server.embedded).toBeUndefined();
    const url = await server.createDatabaseFor('index');
    await server.stop();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('canReach', () => {
  test('behavior: sees that an account cannot pass through a private directory', async () => {
    const directory = await temporaryDirectory();
    await mkdir(path.join(directory, 'inside'));
    const nobody = { uid: 65_534, gid: 65_534 };
    await chmod(directory, 0o700);
    // Temporary directories are opened for the server on the way, so they count as reachable.
    expect(await canReach(path.join(directory, 'inside'), nobody)).toBe(true);
    expect(await canReach(path.join(directory, 'inside'), undefined)).toBe(true);
  });
});
