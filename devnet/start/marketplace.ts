import { existsSync } from 'node:fs';
import path from 'node:path';
import { type LocalAccount, type PublicClient, createPublicClient, createWalletClient } from 'viem';
import { foundry } from 'viem/chains';
import type { Deployment } from '#protocol/deployment.ts';
import type { ReadClient, WriteClient } from '#sdk/client.ts';
import { getOperators } from '#sdk/operators/get-operators.ts';
import { localTransport } from '../chain/transport.ts';
import { type LocalAccounts, localAccounts } from '../accounts.ts';
import { startChain } from '../chain.ts';
import { type Part, supervise } from '../children/supervise.ts';
import type { Narrator } from '../narrator.ts';
import { provideBlsKey } from '../operators/keys.ts';
import { startOperator } from '../operators/process.ts';
import { type RegisteredOperator, publishEndpoint, registerOperators } from '../operators/register.ts';
import { LOOPBACK, PortTakenError, claimPort, endpointAt } from '../ports.ts';
import { type PostgresServer, dropDatabaseOn, startPostgres } from '../postgres.ts';
import { startAgent } from './agent-process.ts';
import { provideContracts } from './contracts.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { watchPostgres } from './database-server.ts';
import { TooFewOperatorsError } from './errors.ts';
import { fundAccounts } from './funds.ts';
import { type KeptPorts, openKeptPorts } from './kept-ports.ts';
import type { StartSettings } from './settings.ts';
import { watchSpace } from './space-watch.ts';
import { keepTask } from './task-keeper.ts';
import { buildWeb } from './web-build.ts';
import { startWebServer } from './web-server.ts';

/** Where wallets look for a local chain. */
const USUAL_CHAIN_PORT = 8545;
const POLLING_INTERVAL_MS = 100;
const WEB_APP = path.resolve(import.meta.dirname, '../../app');

/** The running local marketplace. */
export type Marketplace = {
  /** Absent without the web app. */
  webUrl: string | undefined;
  rpcUrl: string;
  deployment: Deployment;
  accounts: LocalAccounts;
  directory: DataDirectory;
  /** Stops everything in the reverse order of the start. */
  stop(): Promise<void>;
};

export type StartMarketplaceParameters = {
  settings: StartSettings;
  narrator: Narrator;
  /** Stops a start in its middle: it then rejects with the signal's reason, and nothing is left running. */
  signal: AbortSignal;
};

/** What the stages hand on to each other. */
type Context = StartMarketplaceParameters & {
  accounts: LocalAccounts;
  directory: DataDirectory;
  ports: KeptPorts;
  /** What has been started, to be stopped from the end. */
  running: { stop(): Promise<void> }[];
  stage: Narrator['step'];
  notice: (sentence: string) => void;
};

/**
 * Starts the local marketplace on its data directory, from nothing or from whatever an earlier run, ended or killed at
 * any point, has left there.
 */
export async function startMarketplace(parameters: StartMarketplaceParameters): Promise<Marketplace> {
  const { settings, narrator } = parameters;
  const running: { stop(): Promise<void> }[] = [];
  const stopping = new AbortController();
  const signal = AbortSignal.any([parameters.signal, stopping.signal]);
  const stop = async () => {
    stopping.abort();
    const failures: unknown[] = [];
    for (let part = running.pop(); part !== undefined; part = running.pop()) {
      // One that does not stop as it should, say because the disk is full, must not keep the others running.
      await part.stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  const stage: Narrator['step'] = (name, run) => {
    signal.throwIfAborted();
    return narrator.step(name, run);
  };
  const notice = (sentence: string) => narrator.say(`     ${sentence}`);
  try {
    const directory = await stage('data directory', async () => {
      const value = await openDataDirectory({
        directory: settings.dataDirectory,
        fresh: settings.fresh,
        onNotice: notice,
      });
      running.push({ stop: value.release });
      running.push(watchSpace({ directory: value.root, onNotice: notice }));
      await claimSettledPorts(settings);
      return { value, note: `${value.root}.` };
    });
    const ports = await openKeptPorts(directory.portsFile);
    const context: Context = {
      ...parameters,
      signal,
      accounts: localAccounts(),
      directory,
      ports,
      running,
      stage,
      notice,
    };
    return { ...(await startParts(context)), stop };
  } catch (error) {
    // Why it did not start says more than why it did not stop.
    await stop().catch(() => undefined);
    throw error;
  }
}

/** Ports that were asked for are looked at before anything starts there. @throws {PortTakenError} */
async function claimSettledPorts({ web, port, chainPort }: StartSettings): Promise<void> {
  if (web) await claimPort({ port, purpose: 'the web app', setting: '--port (ZARATHUSTRA_PORT)' });
  await claimPort({
    port: chainPort,
    purpose: 'the chain',
    setting: '--chain-port (ZARATHUSTRA_CHAIN_PORT)',
  });
}

async function startParts(context: Context): Promise<Omit<Marketplace, 'stop'>> {
  const { settings, accounts, directory, running, stage, notice, signal } = context;
  const isWebBuilt = settings.web ? startBuildingWeb(context) : undefined;
  const postgres = await openPostgres(context);
  const rpcUrl = await openChain(context);
  const publicClient = createPublicClient({
    chain: foundry,
    transport: localTransport(rpcUrl),
    pollingInterval: POLLING_INTERVAL_MS,
    cacheTime: 0,
  });
  const deployment = await openContracts(context, { postgres, publicClient, rpcUrl });
  const clientOf = (account: LocalAccount): WriteClient => ({
    publicClient,
    deployment,
    walletClient: walletOf(account, rpcUrl),
  });
  await stage('development accounts hold test tokens', async () => ({
    value: undefined,
    ...(await fundAccounts({ accounts, clientOf })),
  }));
  const databaseUrl = await openOperators(context, { postgres, rpcUrl, deployment, clientOf });

  const webUrl = isWebBuilt && (await openWeb(context, { isWebBuilt, databaseUrl, rpcUrl }));
  // Last and in the background: whoever opens the page now sees the baseline being measured.
  if (settings.task) {
    running.push(keepTask({ client: clientOf(accounts.owner), alwaysOpen: settings.agent, notice, signal }));
  }
  if (settings.agent) {
    const start = () => startAgent({ folder: directory.agent, rpcUrl, deployment, onLine: notice });
    running.push(await supervise({ name: 'the agent', start, onNotice: notice }));
  }
  return { webUrl, rpcUrl, deployment, accounts, directory };
}

function startBuildingWeb({ directory, running, signal }: Context): Promise<boolean> {
  if (!existsSync(WEB_APP)) return Promise.resolve(false);
  const stopping = new AbortController();
  const build = buildWeb({
    folder: directory.web,
    signal: AbortSignal.any([signal, stopping.signal]),
  });
  running.push({
    stop: async () => {
      stopping.abort();
      // Its failure is the failure of the stage that waits for it.
      await build.catch(() => undefined);
    },
  });
  build.catch(() => undefined);
  return build;
}

async function openPostgres({
  settings,
  directory,
  running,
  stage,
  notice,
}: Context): Promise<PostgresServer> {
  return stage(settings.databaseUrl === undefined ? 'Postgres' : 'Postgres of yours', async () => {
    const start = (port: number | undefined) =>
      startPostgres({
        dataDirectory: directory.postgres,
        port,
        databaseUrl: settings.databaseUrl,
        onNotice: notice,
      });
    const first = await start(settings.databasePort).catch((cause: unknown) => {
      if (!(cause instanceof PortTakenError) || settings.databasePort === undefined) throw cause;
      throw new PortTakenError({
        port: settings.databasePort,
        purpose: 'the database',
        setting: '--database-port (ZARATHUSTRA_DATABASE_PORT)',
      });
    });
    let next: PostgresServer | undefined = first;
    running.push(
      await supervise({
        name: 'Postgres',
        start: async () => {
          const server = next ?? (await start(first.embedded?.port));
          next = undefined;
          return watchPostgres(server);
        },
        onNotice: notice,
      }),
    );
    return { value: first };
  });
}

async function openChain({ settings, directory, ports, running, stage, notice }: Context): Promise<string> {
  return stage('chain', async () => {
    const port = settings.chainPort ?? (await ports.choose('chain', USUAL_CHAIN_PORT));
    const start = async (): Promise<Part> => {
      const chain = await startChain({
        dataDirectory: directory.chain,
        port,
        blockTimeSeconds: settings.blockSeconds,
        onNotice: notice,
      });
      return { ended: chain.ended.then(() => `process ${chain.pid} is gone`), stop: chain.stop };
    };
    running.push(await supervise({ name: 'the chain', start, onNotice: notice }));
    return { value: endpointAt(port) };
  });
}

async function openContracts(
  { settings, accounts, directory, stage }: Context,
  parameters: { postgres: PostgresServer; publicClient: PublicClient; rpcUrl: string },
): Promise<Deployment> {
  const { postgres, publicClient, rpcUrl } = parameters;
  return stage('contracts', async () => {
    const { deployment, deployed } = await provideContracts({
      file: directory.deploymentFile,
      publicClient,
      governor: walletOf(accounts.governor, rpcUrl),
      treasury: accounts.treasury,
      forgetEarlier: async () => {
        await directory.forgetDeployment();
        for (let index = 1; index <= settings.operators; index += 1) {
          await dropDatabaseOn(postgres.url, databaseName(index));
        }
      },
    });
    return { value: deployment, ...deployed, note: deployed ? undefined : 'They were there.' };
  });
}

/** @returns The first operator's database, which holds the index that the pages read. */
async function openOperators(
  context: Context,
  parameters: {
    postgres: PostgresServer;
    rpcUrl: string;
    deployment: Deployment;
    clientOf: (account: LocalAccount) => WriteClient;
  },
): Promise<string> {
  const { settings, accounts, directory, ports, running, stage, notice, signal } = context;
  const { postgres, rpcUrl, deployment, clientOf } = parameters;
  await expectAllOperators(clientOf(accounts.governor), settings.operators);
  const prepared = await Promise.all(
    accounts.operators.slice(0, settings.operators).map(async ({ account, privateKey }, index) => {
      const name = `operator ${index + 1}`;
      const folder = directory.operator(index + 1);
      const blsKey = await provideBlsKey(folder);
      const registered: RegisteredOperator = {
        name,
        client: clientOf(account),
        blsKey,
        endpoint: endpointAt(await ports.choose(name)),
      };
      const databaseUrl = await postgres.createDatabaseFor(databaseName(index + 1));
      return { name, folder, privateKey, blsKey, registered, databaseUrl };
    }),
  );
  await stage(`${prepared.length} operators staked and registered`, async () => {
    const receipts = await registerOperators({
      operators: prepared.map(({ registered }) => registered),
      governor: clientOf(accounts.governor),
    });
    return {
      value: undefined,
      block: receipts.at(-1)?.blockNumber,
      gas: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
    };
  });
  await stage(`${prepared.length} operators running`, async () => {
    const starts = await Promise.allSettled(
      prepared.map(async ({ name, folder, privateKey, blsKey, registered, databaseUrl }) => {
        const start = async (): Promise<Part> => {
          const port = await ports.choose(name);
          await publishEndpoint({ ...registered, endpoint: endpointAt(port) });
          return startOperator({
            name,
            folder,
            signal,
            configuration: {
              rpcUrls: [rpcUrl],
              deployment,
              databaseUrl,
              dataDirectory: path.join(folder, 'data'),
              accountKey: privateKey,
              blsKey,
              http: { host: LOOPBACK, port },
              logLevel: settings.logLevel,
            },
          });
        };
        running.push(await supervise({ name, start, onNotice: notice }));
      }),
    );
    for (const start of starts) if (start.status === 'rejected') throw start.reason;
    return { value: undefined };
  });
  return prepared[0]?.databaseUrl ?? postgres.url;
}

/** @throws {TooFewOperatorsError} */
async function expectAllOperators(client: ReadClient, wanted: number): Promise<void> {
  const registered = (await getOperators(client)).length;
  if (registered > wanted) throw new TooFewOperatorsError({ registered, wanted });
}

async function openWeb(
  { settings, accounts, directory, running, stage, notice, signal }: Context,
  parameters: { isWebBuilt: Promise<boolean>; databaseUrl: string; rpcUrl: string },
): Promise<string | undefined> {
  const { isWebBuilt, databaseUrl, rpcUrl } = parameters;
  if (!existsSync(WEB_APP)) {
    notice('There is no web app in this version.');
    return undefined;
  }
  await stage('web app built', async () => ({
    value: undefined,
    note: (await isWebBuilt) ? undefined : 'It was built already.',
  }));
  const { port } = settings;
  await stage('web app serving', async () => {
    const start = () =>
      startWebServer({
        folder: directory.web,
        port,
        databaseUrl,
        rpcUrl,
        deploymentFile: directory.deploymentFile,
        developmentAccounts: accounts.visitors.map(({ address }) => address),
        signal,
      });
    running.push(await supervise({ name: 'the web app', start, onNotice: notice }));
    return { value: undefined };
  });
  return `http://localhost:${port}`;
}

function walletOf(account: LocalAccount, rpcUrl: string) {
  return createWalletClient({ account, chain: foundry, transport: localTransport(rpcUrl) });
}

function databaseName(operator: number): string {
  return `operator_${operator}`;
}
