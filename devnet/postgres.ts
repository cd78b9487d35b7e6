import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { claimPort, findFreePort, isSystemError } from './ports.ts';
import { canReach, makeDirectory, serverAccount } from './postgres/account.ts';
import { SYSTEM_DIRECTORY, findBinaries } from './postgres/binaries.ts';
import { type Cluster, PortLostError, connectionUrl, initialise, launch } from './postgres/cluster.ts';
import { DiskFullError, PostgresDirectoryError, PostgresInUseError } from './postgres/errors.ts';
import { type Postmaster, findPostmaster, stopPostmaster } from './postgres/postmaster.ts';
import { identifyProcess } from './processes.ts';

/** A Postgres server to put databases on. */
export type PostgresServer = {
  /** Makes the database of this name if it is missing, and gives its connection string. */
  createDatabaseFor(name: string): Promise<string>;
  /** The connection string of the server's maintenance database. */
  url: string;
  /** The embedded server's files, process and port; `undefined` for a server of yours. */
  embedded: { dataDirectory: string; pid: number; port: number; adopted: boolean } | undefined;
  /** Stops an embedded server and waits for its end; leaves a server of yours running. */
  stop(): Promise<void>;
};

export type StartPostgresParameters = {
  /** Where the embedded server keeps its files; made if missing. */
  dataDirectory: string;
  /** Where the embedded server listens; any free port by default. */
  port?: number | undefined;
  /** A server of yours, to be used instead. Its role must be allowed to create databases. */
  databaseUrl?: string | undefined;
  /** `false`: the embedded server does not wait for the disk. For data that nobody will miss. */
  durable?: boolean | undefined;
  /** Told, in a sentence, what a person should know. */
  onNotice?: ((sentence: string) => void) | undefined;
};

/** Held by the run that uses an embedded server, in the server's maintenance database. */
const OWNER_LOCK = 0x5a_61_72_62;
/** How long the sessions of a run that was killed may take to notice. */
const OWNER_TIMEOUT_MS = 5_000;
const POLL_INTERVAL_MS = 50;
const PORT_ATTEMPTS = 5;
/** SQLSTATE `duplicate_database`, and `unique_violation`, which two creations at once can end in. */
const DATABASE_EXISTS = new Set(['42P04', '23505']);

/**
 * Starts the embedded Postgres on its files, or adopts the one that a crash left running on them; with
 * `databaseUrl` it uses that server instead. Two runs at once on the same files are refused.
 *
 * @throws {PortTakenError | PostgresInUseError | PostgresDirectoryError | DiskFullError | PostgresVersionError |
 * PostgresUnsupportedPlatformError | PostgresStartError}
 */
export async function startPostgres(parameters: StartPostgresParameters): Promise<PostgresServer> {
  const { databaseUrl } = parameters;
  if (databaseUrl !== undefined) {
    return {
      url: databaseUrl,
      embedded: undefined,
      createDatabaseFor: (name) => createDatabaseOn(databaseUrl, name),
      stop: () => Promise.resolve(),
    };
  }
  try {
    return await startEmbedded(parameters);
  } catch (cause) {
    if (isSystemError(cause, 'ENOSPC'))
      throw new DiskFullError({ directory: parameters.dataDirectory, cause });
    if (isSystemError(cause, 'EACCES') || isSystemError(cause, 'EPERM') || isSystemError(cause, 'EROFS')) {
      throw new PostgresDirectoryError({
        dataDirectory: parameters.dataDirectory,
        reason: 'this account may not write there',
        cause,
      });
    }
    if (
      isSystemError(cause, 'ENOTEMPTY') ||
      isSystemError(cause, 'ENOTDIR') ||
      isSystemError(cause, 'EEXIST')
    ) {
      throw new PostgresDirectoryError({
        dataDirectory: parameters.dataDirectory,
        reason: 'something else is there',
        cause,
      });
    }
    throw cause;
  }
}

/**
 * Makes the database of this name on a server if it is missing.
 *
 * @param serverUrl The connection string of any database there, of a role that may create databases.
 * @returns The connection string of the database.
 */
export async function createDatabaseOn(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (typeof code !== 'string' || !DATABASE_EXISTS.has(code)) throw cause;
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Drops a database with all its sessions; does nothing when there is none of this name. */
export async function dropDatabaseOn(serverUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** Stops the server that a killed run left on these files, if there is one. */
export async function stopLeftOverPostgres(dataDirectory: string): Promise<void> {
  const absolute = path.resolve(dataDirectory);
  for (const directory of [absolute, systemDirectoryFor(absolute)]) {
    const leftOver = await findPostmaster(directory);
    if (leftOver) await stopPostmaster(leftOver);
  }
}

/** Removes an embedded server's files. The server must not be running. */
export async function removePostgresFiles(dataDirectory: string): Promise<void> {
  const absolute = path.resolve(dataDirectory);
  for (const directory of [absolute, `${absolute}.partial`, systemDirectoryFor(absolute)]) {
    await rm(directory, { recursive: true, force: true });
  }
}

async function startEmbedded(parameters: StartPostgresParameters): Promise<PostgresServer> {
  const { durable = true, onNotice = () => undefined } = parameters;
  const cluster = await placeCluster(path.resolve(parameters.dataDirectory), onNotice);
  const { dataDirectory } = cluster;

  const leftOver = await findPostmaster(dataDirectory);
  if (leftOver) {
    onNotice(`A Postgres left over from an earlier run (process ${leftOver.pid}) is used again.`);
  } else {
    await initialise(cluster);
  }
  const postmaster = leftOver ?? (await launchOnPort(cluster, parameters.port, durable));
  const url = await connectionUrl({ dataDirectory, port: postmaster.port, database: 'postgres' });
  const owner = await takeOwnership(url, dataDirectory, postmaster);
  return {
    url,
    embedded: { dataDirectory, pid: postmaster.pid, port: postmaster.port, adopted: leftOver !== undefined },
    createDatabaseFor: (name) => createDatabaseOn(url, name),
    stop: async () => {
      await stopPostmaster(postmaster);
      await owner.end();
    },
  };
}

/** Decides on account, files and programs. */
async function placeCluster(wanted: string, onNotice: (sentence: string) => void): Promise<Cluster> {
  const account = await serverAccount(wanted);
  const binaries = await findBinaries(account);
  if (await canReach(path.dirname(wanted), account)) {
    await makeDirectory(path.dirname(wanted), undefined);
    return { dataDirectory: wanted, binaries, account };
  }
  const dataDirectory = systemDirectoryFor(wanted);
  onNotice(
    `Postgres does not run as root, and its own account cannot reach ${wanted}: its files are in ${dataDirectory}.`,
  );
  return { dataDirectory, binaries, account };
}

function systemDirectoryFor(wanted: string): string {
  return path.join(
    SYSTEM_DIRECTORY,
    `data-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`,
  );
}

async function launchOnPort(
  cluster: Cluster,
  wanted: number | undefined,
  durable: boolean,
): Promise<Postmaster> {
  const port = await claimPort({ port: wanted, purpose: 'the database', setting: 'the database port' });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch({ ...cluster, port: attempt === 1 ? port : await findFreePort(), durable });
    } catch (cause) {
      if (!(cause instanceof PortLostError) || wanted !== undefined || attempt === PORT_ATTEMPTS) throw cause;
    }
  }
}

/**
 * Holds a lock for as long as this process lives, so that another run does not take this one's server for a
 * left-over.
 */
async function takeOwnership(url: string, dataDirectory: string, postmaster: Postmaster): Promise<Client> {
  const client = new Client({ connectionString: url, keepAlive: true });
  // The server's end ends the session; whoever needs the server notices by its own connections.
  client.on('error', () => undefined);
  await client.connect();
  const deadline = performance.now() + OWNER_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
      OWNER_LOCK,
    ]);
    if (rows[0]?.held) return client;
    if (performance.now() > deadline || !(await identifyProcess(postmaster.pid))) {
      await client.end();
      throw new PostgresInUseError({ dataDirectory, pid: postmaster.pid });
    }
    await delay(POLL_INTERVAL_MS);
  }
}
