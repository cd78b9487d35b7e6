import path from 'node:path';
import {
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
  createPublicClient,
  createWalletClient,
} from 'viem';
import { foundry } from 'viem/chains';
import type { Deployment } from '#protocol/deployment.ts';
import type { ReadClient, WriteClient } from '#sdk/client.ts';
import { localTransport } from './chain/transport.ts';
import { type LocalAccounts, localAccounts } from './accounts.ts';
import { type LocalChain, startChain } from './chain.ts';
import { deployContracts } from './deployment/deploy.ts';
import { localParameters } from './deployment/networks/local.ts';
import { provideBlsKey } from './operators/keys.ts';
import { type OperatorProcess, startOperator } from './operators/process.ts';
import { registerOperators } from './operators/register.ts';
import { LOOPBACK, endpointAt, findFreePort } from './ports.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

const BLOCK_TIME_SECONDS = 1;
/** A receipt is noticed within a fraction of a block. */
const POLLING_INTERVAL_MS = 100;

export type LocalOperator = OperatorProcess & {
  account: LocalAccount;
  /** The operator's own database, which holds its index. */
  databaseUrl: string;
};

/** A marketplace on this machine: database, chain, contracts and operators. */
export type LocalStack = {
  rpcUrl: string;
  deployment: Deployment;
  accounts: LocalAccounts;
  operators: readonly LocalOperator[];
  publicClient: PublicClient;
  /** Reads the marketplace. */
  client: ReadClient;
  /** Acts as one of the accounts. */
  clientOf(account: LocalAccount): WriteClient;
  /** Rejects when a part ends by itself. */
  failed: Promise<never>;
  /** Stops everything, in the reverse order of the start. */
  stop(): Promise<void>;
};

/** Tells a stage and runs it. */
export type StageTeller = {
  step<Value>(
    name: string,
    run: () => Promise<{ value: Value; block?: bigint | undefined; gas?: bigint | undefined }>,
  ): Promise<Value>;
};

export type StartStackParameters = {
  /** Everything that the stack keeps lies below it. */
  dataDirectory: string;
  operatorCount: number;
  narrator: StageTeller;
  signal?: AbortSignal | undefined;
};

/** Starts the local stack from nothing. What was started is stopped again when a later stage fails. */
export async function startStack(parameters: StartStackParameters): Promise<LocalStack> {
  const { dataDirectory, operatorCount, narrator, signal } = parameters;
  const accounts = localAccounts();
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (let part = running.pop(); part !== undefined; part = running.pop()) await part.stop();
  };
  const stage = async <Value>(...[name, run]: Parameters<typeof narrator.step<Value>>) => {
    signal?.throwIfAborted();
    return narrator.step(name, run);
  };
  try {
    const postgres = await stage('Postgres', async () => {
      // Temporary data: what a power cut would take nobody misses.
      const value = await startPostgres({
        dataDirectory: path.join(dataDirectory, 'postgres'),
        durable: false,
      });
      running.push(value);
      return { value };
    });
    const chain = await stage('chain', async () => {
      const value = await startChain({ blockTimeSeconds: BLOCK_TIME_SECONDS });
      running.push(value);
      return { value };
    });
    const publicClient = createPublicClient({
      chain: foundry,
      transport: localTransport(chain.rpcUrl),
      pollingInterval: POLLING_INTERVAL_MS,
      cacheTime: 0,
    });
    const walletOf = (account: LocalAccount) =>
      createWalletClient({ account, chain: foundry, transport: localTransport(chain.rpcUrl) });
    const deployment = await stage('contracts deployed', async () => {
      let gas = 0n;
      let block: bigint | undefined;
      const value = await deployContracts({
        walletClient: walletOf(accounts.governor),
        publicClient,
        parameters: localParameters({ treasury: accounts.treasury.address }),
        onProgress: ({ blockNumber, gasUsed }) => {
          gas += gasUsed;
          block = blockNumber;
        },
      });
      return { value, block, gas };
    });
    const client: ReadClient = { publicClient, deployment };
    const clientOf = (account: LocalAccount): WriteClient => ({ ...client, walletClient: walletOf(account) });
    const operators = await startOperators({
      accounts,
      operatorCount,
      dataDirectory,
      chain,
      postgres,
      clientOf,
      running,
      stage,
    });
    return {
      rpcUrl: chain.rpcUrl,
      deployment,
      accounts,
      operators,
      publicClient,
      client,
      clientOf,
      failed: Promise.race(operators.map(({ failed }) => failed)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOperators(parameters: {
  accounts: LocalAccounts;
  operatorCount: number;
  dataDirectory: string;
  chain: LocalChain;
  postgres: PostgresServer;
  clientOf: (account: LocalAccount) => WriteClient;
  running: { stop(): Promise<void> }[];
  stage: StageTeller['step'];
}): Promise<LocalOperator[]> {
  const { accounts, operatorCount, dataDirectory, chain, postgres, clientOf, running, stage } = parameters;
  const prepared = await Promise.all(
    accounts.operators.slice(0, operatorCount).map(async ({ account, privateKey }, index) => {
      const folder = path.join(dataDirectory, 'operators', String(index + 1));
      return {
        name: `operator ${index + 1}`,
        account,
        privateKey,
        folder,
        blsKey: await provideBlsKey(folder),
        port: await findFreePort(),
      };
    }),
  );
  await stage(`${operatorCount} operators staked and registered`, async () => {
    const receipts = await registerOperators({
      operators: prepared.map(({ name, account, blsKey, port }) => ({
        name,
        client: clientOf(account),
        blsKey,
        endpoint: endpointAt(port),
      })),
      governor: clientOf(accounts.governor),
    });
    return { value: undefined, ...total(receipts) };
  });
  return stage(`${operatorCount} operators running`, async () => {
    const starts = await Promise.allSettled(
      prepared.map(async ({ name, account, privateKey, folder, blsKey, port }, index) => {
        const databaseUrl = await postgres.createDatabaseFor(`operator_${index + 1}`);
        const operator = await startOperator({
          name,
          folder,
          configuration: {
            rpcUrls: [chain.rpcUrl],
            deployment: clientOf(account).deployment,
            databaseUrl,
            dataDirectory: path.join(folder, 'data'),
            accountKey: privateKey,
            blsKey,
            http: { host: LOOPBACK, port },
          },
        });
        running.push(operator);
        return { ...operator, account, databaseUrl };
      }),
    );
    return {
      value: starts.map((start) => {
        if (start.status === 'rejected') throw start.reason;
        return start.value;
      }),
    };
  });
}

function total(receipts: readonly TransactionReceipt[]): { block: bigint | undefined; gas: bigint } {
  return {
    block: receipts.at(-1)?.blockNumber,
    gas: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
  };
}
