import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Hex, type LocalAccount, numberToHex, parseEther } from 'viem';
import { localAccounts } from '#devnet/accounts.ts';
import { registerOperators } from '#devnet/operators/register.ts';
import { removePostgresFiles } from '#devnet/postgres.ts';
import { type ProcessIdentity, identifyProcess } from '#devnet/processes.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { WriteClient } from '#sdk/client.ts';
import { poll } from '#sdk/polling/poll.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { deployMarketplace } from '../../network/deploy-marketplace.ts';
import { publishSquareTask } from '../../network/publish-square-task.ts';
import { type SeededRandom, seededRandom } from '../../random.ts';
import { findKeepablePort } from '../keepable-port.ts';
import { type SmallDisk, mountSmallDisk } from '../small-disk.ts';
import { type ChainServer, startChainServer } from './chain-server.ts';
import { type DatabaseServer, startDatabaseServer } from './database-server.ts';
import { OPERATORS } from './plan.ts';
import { type SimulatedOperator, prepareOperator } from './simulated-operator.ts';

const PATIENCE_MS = 400_000;
const POLLING_INTERVAL_MS = 50;
/** A chain whose clock jumps by hours must not reach the task's end. */
const TASK_OPEN_DAYS = 365;
/** Enough for the parameters of every submission of a long run. */
const DISK_BYTES = 48 * 1024 ** 2;
const FIRST_BLS_KEY = 3_000;

/** The whole stack, each part of it to be failed at its border: chain, Postgres, operators, and the ways between them. */
export type SimulationStack = {
  chain: ChainServer;
  postgres: DatabaseServer;
  operators: readonly SimulatedOperator[];
  /** Below the block store of the first operator; absent where none may be mounted. */
  disk: SmallDisk | undefined;
  deployment: Deployment;
  taskId: number;
  clientOf(account: LocalAccount): WriteClient;
  /** Of chain and Postgres as they are now, and of every operator as it ever was. */
  processes(): Promise<ProcessIdentity[]>;
  /** Stops the operators in order. @returns How each of them ended. */
  stopOperators(): Promise<string[]>;
  /** Stops the rest. */
  stop(): Promise<void>;
};

/** Starts everything and publishes a task. @param parameters.seed Of what the troubled ways draw. */
export async function startSimulationStack({ seed }: { seed: number }): Promise<SimulationStack> {
  const running: (() => unknown)[] = [];
  const stop = async () => {
    for (let end = running.pop(); end !== undefined; end = running.pop()) await end();
  };
  try {
    return { ...(await startParts(seed, running)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param running What ends the parts that are there. */
async function startParts(seed: number, running: (() => unknown)[]): Promise<Omit<SimulationStack, 'stop'>> {
  const accounts = localAccounts();
  const random = seededRandom(seed);
  const folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-simulation-'));
  running.push(() => rm(folder, { recursive: true, force: true }));
  const disk = mountSmallDisk({ bytes: DISK_BYTES });
  running.push(() => disk?.unmount());
  const chainPort = await findKeepablePort();
  const chain = await startChainServer({ folder, port: chainPort });
  running.push(chain.stop);
  running.push(() => removePostgresFiles(path.join(folder, 'postgres')));
  const postgres = await startDatabaseServer({ folder, port: await findKeepablePort() });
  running.push(postgres.stop);
  const operators = await prepareOperators({ folder, disk, postgres, chainPort, random });
  for (const operator of operators) running.push(operator.closeWays, operator.stop);

  const { deployment, clientOf } = await deployMarketplace(chain.rpcUrl);
  await registerOperators({
    operators: operators.map(({ name, account, blsKey, endpoint }) => ({
      name,
      client: clientOf(account),
      blsKey,
      endpoint,
    })),
    governor: clientOf(accounts.governor),
  });
  for (const operator of operators) {
    await operator.configure(deployment);
    await operator.start();
  }
  await requestTokens(clientOf(accounts.owner), { amount: parseEther('5000') });
  for (const optimizer of accounts.optimizers) {
    await requestTokens(clientOf(optimizer), { amount: parseEther('1000') });
  }
  for (const operator of operators) await waitUntilHealthy(operator);
  const { taskId } = await publishSquareTask(clientOf(accounts.owner), {
    patienceMs: PATIENCE_MS,
    openDays: TASK_OPEN_DAYS,
  });

  return {
    chain,
    postgres,
    operators,
    disk,
    deployment,
    taskId,
    clientOf,
    processes: async () => {
      const servers = await Promise.all([chain.pid(), postgres.pid()].map(identifyProcess));
      return [
        ...servers.filter((identity) => identity !== undefined),
        ...operators.flatMap((operator) => operator.processes()),
      ];
    },
    stopOperators: () => Promise.all(operators.map((operator) => operator.stop())),
  };
}

async function prepareOperators(parameters: {
  folder: string;
  disk: SmallDisk | undefined;
  postgres: DatabaseServer;
  chainPort: number;
  random: SeededRandom;
}): Promise<(SimulatedOperator & { account: LocalAccount; blsKey: Hex })[]> {
  const { folder, disk, postgres, chainPort, random } = parameters;
  const keys = localAccounts().operators.slice(0, OPERATORS);
  return Promise.all(
    keys.map(async ({ account, privateKey }, index) => {
      const own = path.join(folder, `operator-${index + 1}`);
      const blsKey = numberToHex(FIRST_BLS_KEY + index, { size: 32 });
      const operator = await prepareOperator({
        name: `operator ${index + 1}`,
        folder: own,
        contentFolder: index === 0 && disk ? disk.folder : path.join(own, 'data'),
        databaseUrl: await postgres.createDatabaseFor(`operator_${index + 1}`),
        rpcPort: chainPort,
        accountKey: privateKey,
        blsKey,
        random,
      });
      return { ...operator, account, blsKey };
    }),
  );
}

async function waitUntilHealthy({ name, endpoint }: SimulatedOperator): Promise<void> {
  await poll({
    awaited: `The health of ${name}`,
    intervalMs: POLLING_INTERVAL_MS,
    timeoutMs: PATIENCE_MS,
    read: () =>
      fetch(`${endpoint}/health`).then(
        async (response) => {
          await response.body?.cancel();
          return response.ok;
        },
        () => false,
      ),
    until: (isHealthy) => isHealthy,
  });
}
