import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Deployment } from '#protocol/deployment.ts';
import { type Child, childLog, readLogTail, startChild } from '#devnet/children/child.ts';
import { endpointAt } from '#devnet/ports.ts';
import { type ProcessIdentity, sendSignal } from '#devnet/processes.ts';
import { replaceFile } from '#devnet/start/data-directory.ts';
import type { NodeConfigurationInput } from '#worker/configuration.ts';
import type { SeededRandom } from '../../random.ts';
import { findKeepablePort } from '../keepable-port.ts';
import { listFamily } from '../process-table.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../worker/main.ts');
const CLOCK = pathToFileURL(path.join(import.meta.dirname, 'shifted-clock.ts')).href;
const RESTART_MS = 1_000;
const LAST_WORDS_CHARACTERS = 400;

/** An operator's node as a process of its own, with a troubled way to everything that it needs. */
export type SimulatedOperator = {
  name: string;
  /** Where others reach it. */
  endpoint: string;
  /** Its database, without the way in between. */
  databaseUrl: string;
  ways: Readonly<Record<'rpc' | 'network' | 'database', FaultProxy>>;
  /** Writes its settings, which name the contracts. */
  configure(deployment: Deployment): Promise<void>;
  /** Starts it; from then on it is started again whenever it ends by itself, as an operator's supervisor does. */
  start(): Promise<void>;
  /** SIGKILL; it stays away. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Sets the clock of its machine. */
  setClock(seconds: number): Promise<void>;
  /** Stops it in order. @returns How it ended. */
  stop(): Promise<string>;
  /** With which last words it ended by itself, each time. */
  crashes(): readonly string[];
  /** Every process that it ever had. */
  processes(): readonly ProcessIdentity[];
  readLog(): Promise<string>;
  closeWays(): Promise<void>;
};

/**
 * Prepares an operator.
 *
 * @param parameters.contentFolder Where its block store is.
 */
export async function prepareOperator(parameters: {
  name: string;
  folder: string;
  contentFolder: string;
  databaseUrl: string;
  rpcPort: number;
  accountKey: `0x${string}`;
  blsKey: `0x${string}`;
  random: SeededRandom;
}): Promise<SimulatedOperator> {
  const { name, folder, contentFolder, databaseUrl, rpcPort, accountKey, blsKey, random } = parameters;
  await mkdir(folder, { recursive: true });
  const port = await findKeepablePort();
  const way = (target: number) => startFaultProxy({ target, random });
  const ways = {
    rpc: await way(rpcPort),
    network: await way(port),
    database: await way(Number(new URL(databaseUrl).port)),
  };
  const configurationFile = path.join(folder, 'configuration.json');
  const log = childLog(folder, 'node');
  const clockFile = path.join(folder, 'clock');
  await replaceFile(clockFile, '0');
  const processes = new Map<string, ProcessIdentity>();
  let child: Child | undefined;
  let isWanted = false;
  const crashes: string[] = [];

  async function launch(): Promise<void> {
    const launched = await startChild({
      folder,
      name: 'node',
      arguments: ['--import', CLOCK, MAIN, configurationFile],
      environment: { SHIFTED_CLOCK_FILE: clockFile },
    });
    child = launched;
    await remember();
    void launched.ended.then(async () => {
      if (!isWanted || child !== launched) return;
      crashes.push((await readLogTail(log)).slice(-LAST_WORDS_CHARACTERS));
      await delay(RESTART_MS);
      if (isWanted && child === launched) await launch();
    });
  }

  async function remember(): Promise<void> {
    if (!child) return;
    for (const identity of await listFamily({ pid: child.pid, folder })) {
      processes.set(`${identity.pid} ${identity.startedAt}`, identity);
    }
  }

  return {
    name,
    endpoint: endpointAt(ways.network.port),
    databaseUrl,
    ways,
    configure: (deployment) => {
      const troubled = new URL(databaseUrl);
      troubled.port = String(ways.database.port);
      const settings: NodeConfigurationInput = {
        rpcUrls: [endpointAt(ways.rpc.port)],
        deployment,
        databaseUrl: troubled.href,
        dataDirectory: contentFolder,
        accountKey,
        blsKey,
        http: { port },
      };
      return replaceFile(configurationFile, JSON.stringify(settings));
    },
    start: async () => {
      isWanted = true;
      await launch();
    },
    kill: async () => {
      isWanted = false;
      await remember();
      if (!child) return;
      sendSignal(child.pid, 'SIGKILL');
      await child.ended;
    },
    freeze: () => child && sendSignal(child.pid, 'SIGSTOP'),
    thaw: () => child && sendSignal(child.pid, 'SIGCONT'),
    setClock: (seconds) => replaceFile(clockFile, String(seconds)),
    stop: async () => {
      isWanted = false;
      if (!child) return 'never started';
      await remember();
      await child.stop();
      return child.ended;
    },
    crashes: () => crashes,
    processes: () => [...processes.values()],
    readLog: () => readLogTail(log),
    closeWays: async () => {
      for (const proxy of Object.values(ways)) await proxy.close();
    },
  };
}
