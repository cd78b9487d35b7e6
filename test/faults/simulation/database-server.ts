import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '#devnet/postgres.ts';
import { identifyProcess, sendSignal } from '#devnet/processes.ts';

const POLL_INTERVAL_MS = 20;

/** The Postgres of the simulation, which can be killed and stopped. */
export type DatabaseServer = {
  port: number;
  pid(): number;
  createDatabaseFor(name: string): Promise<string>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

export async function startDatabaseServer(parameters: {
  folder: string;
  port: number;
}): Promise<DatabaseServer> {
  const { folder, port } = parameters;
  // As durable as an operator's: what was committed must be there after a kill.
  const launch = () => startPostgres({ dataDirectory: path.join(folder, 'postgres'), port });
  let server: PostgresServer = await launch();
  const pid = () => {
    if (!server.embedded) throw new Error('The simulation has a Postgres of its own.');
    return server.embedded.pid;
  };
  return {
    port,
    pid,
    createDatabaseFor: (name) => server.createDatabaseFor(name),
    kill: async () => {
      sendSignal(pid(), 'SIGKILL');
      while (await identifyProcess(pid())) await delay(POLL_INTERVAL_MS);
      await server.stop();
    },
    stop: () => server.stop(),
    start: async () => {
      server = await launch();
    },
  };
}
