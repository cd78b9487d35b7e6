import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import {
  type PublicClient,
  type TestClient,
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  maxUint256,
  parseEther,
} from 'viem';
import { foundry } from 'viem/chains';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { localTransport } from '#devnet/chain/transport.ts';
import { type Database, createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { listTasks } from '#database/queries/tasks.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { deployContracts } from '#devnet/deployment/deploy.ts';
import { localParameters } from '#devnet/deployment/networks/local.ts';
import { findFreePort } from '#devnet/ports.ts';
import { startPostgres } from '#devnet/postgres.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { useTestChain } from '../../test/chain.ts';
import { useTestDatabase } from '../../test/database.ts';
import { reorganise } from '../../test/reorganise.ts';
import { dumpIndex } from '../../test/tables.ts';
import { type AppliedBlock, type Reorganisation, createIndexer } from './indexer.ts';

const logger = pino({ level: 'silent' });
const { governor, treasury, owner, operators } = localAccounts();

const chain = useTestChain();
let publicClient: PublicClient;
let miner: TestClient;
let deployment: Deployment;

beforeAll(async () => {
  const transport = localTransport(chain().rpcUrl);
  publicClient = createPublicClient({ chain: foundry, transport, pollingInterval: 20, cacheTime: 0 });
  miner = createTestClient({ mode: 'anvil', chain: foundry, transport });
  deployment = await deployContracts({
    walletClient: createWalletClient({ account: governor, chain: foundry, transport }),
    publicClient,
    parameters: localParameters({ treasury: treasury.address }),
  });
  const { token, modelSubmission } = deployment.contracts;
  const wallet = walletOf(owner);
  await mined(
    await wallet.writeContract({
      address: token,
      abi: testTokenAbi,
      functionName: 'faucet',
      args: [parseEther('1000')],
    }),
  );
  await mined(
    await wallet.writeContract({
      address: token,
      abi: testTokenAbi,
      functionName: 'approve',
      args: [modelSubmission, maxUint256],
    }),
  );
});

function walletOf(account: typeof owner) {
  return createWalletClient({ account, chain: foundry, transport: localTransport(chain().rpcUrl) });
}

async function mined(hash: `0x${string}`): Promise<void> {
  const { status } = await publicClient.waitForTransactionReceipt({ hash });
  expect(status).toBe('success');
}

async function createTask(): Promise<void> {
  const pointer = { digest: `0x${'12'.repeat(32)}`, codec: 0x55 } as const;
  const { timestamp } = await publicClient.getBlock();
  await mined(
    await walletOf(owner).writeContract({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'createTask',
      args: [
        {
          architecture: pointer,
          parameters: pointer,
          evaluation: pointer,
          metadata: pointer,
          storageAddresses: ['https://example.org'],
          // A storage fee could not be divided: there are no operators here.
          storageQuotaBytes: 0n,
          token: deployment.contracts.token,
          bounty: parseEther('10'),
          bond: parseEther('0.1'),
          operatorFee: parseEther('0.01'),
          targetScore: 10n ** 18n,
          minGapBps: 100,
          rounds: 16,
          requiredWins: 14,
          quorumBps: 6_667,
          maxPending: 4,
          deadline: Number(timestamp) + 1_000_000,
          taskDefinitionId: deployment.taskDefinitionId,
        },
        parseEther('1000'),
      ],
    }),
  );
}

async function topUp(taskId: number, amount: bigint): Promise<void> {
  await mined(
    await walletOf(owner).writeContract({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'topUp',
      args: [taskId, amount],
    }),
  );
}

async function setEndpoint(index: number, endpoint: string): Promise<void> {
  const operator = operators[index];
  if (!operator) throw new Error(`There is no operator ${index}.`);
  await mined(
    await walletOf(operator.account).writeContract({
      address: deployment.contracts.operatorRegistry,
      abi: operatorRegistryAbi,
      functionName: 'setEndpoint',
      args: [endpoint],
    }),
  );
}

/** Runs an indexer in the background. */
function startIndexer(parameters: { database: Database; client?: PublicClient }) {
  const { database, client = publicClient } = parameters;
  const stopping = new AbortController();
  const blocks: AppliedBlock[] = [];
  const reorganisations: Reorganisation[] = [];
  const waiters: (() => void)[] = [];
  const running = createIndexer({
    publicClient: client,
    database,
    deployment,
    logger,
    signal: stopping.signal,
    pollingIntervalMs: 20,
    onBlock: (block) => {
      blocks.push(block);
      for (const waiter of waiters) waiter();
    },
    onReorganisation: (reorganisation) => reorganisations.push(reorganisation),
  }).run();
  return {
    blocks,
    reorganisations,
    /** Resolves when the index stands at the chain’s head. */
    caughtUp: async () => {
      const head = await publicClient.getBlock();
      const reached = new Promise<void>((resolve) => {
        const check = () => {
          if (blocks.at(-1)?.hash === head.hash) resolve();
        };
        waiters.push(check);
        check();
      });
      await Promise.race([reached, running]);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function indexFresh(database: Database): Promise<Record<string, unknown[]>> {
  const indexer = startIndexer({ database });
  await indexer.caughtUp();
  await indexer.stop();
  return dumpIndex(database);
}

describe('createIndexer', () => {
  const database = useTestDatabase();
  const fresh = useTestDatabase();
  const interrupted = useTestDatabase();
  const limited = useTestDatabase();
  const flooded = useTestDatabase();

  test('default: catches up, then follows the head block by block', async () => {
    await createTask();
    const indexer = startIndexer({ database: database() });
    await indexer.caughtUp();
    expect((await listTasks(database())).rows).toMatchObject([
      { id: 1, status: 'Created', owner: owner.address, pool: parseEther('10') },
    ]);
    expect(await database().prisma.taskDefinition.count()).toBe(1);
    const before = indexer.blocks.length;
    await topUp(1, 5n);
    await setEndpoint(0, 'https://operator-0.example.org');
    await indexer.caughtUp();
    await indexer.stop();
    const live = indexer.blocks.slice(before);
    expect(live.map(({ events }) => events.map(({ name }) => name))).toEqual([
      ['modelSubmission.ToppedUp'],
      ['operatorRegistry.EndpointChanged'],
    ]);
    const block = await publicClient.getBlock();
    expect(live.at(-1)).toMatchObject({ number: block.number, hash: block.hash, timestamp: block.timestamp });
  });

  test('behavior: after real reorganisations every table equals that of a fresh index', async () => {
    const indexer = startIndexer({ database: database() });
    await indexer.caughtUp();
    await createTask();
    await topUp(1, 7n);
    await topUp(2, 9n);
    await setEndpoint(0, 'https://moved.example.org');
    await setEndpoint(1, 'https://gone.example.org');
    await indexer.caughtUp();
    expect(await database().prisma.task.count()).toBe(2);

    // The new blocks are empty, and the transactions of the old ones are gone.
    await reorganise({ rpcUrl: chain().rpcUrl, depth: 5 });
    await topUp(1, 11n);
    await indexer.caughtUp();
    expect(indexer.reorganisations).toHaveLength(1);
    const [reorganisation] = indexer.reorganisations;
    expect((reorganisation?.from.number ?? 0n) - (reorganisation?.fork?.number ?? 0n)).toBe(5n);

    // Of the same height, so that only the hash tells.
    await createTask();
    await indexer.caughtUp();
    await reorganise({ rpcUrl: chain().rpcUrl, depth: 1 });
    await expect.poll(() => indexer.reorganisations.length, { timeout: 20_000 }).toBe(2);
    await indexer.caughtUp();
    await indexer.stop();

    const dump = await dumpIndex(database());
    expect(dump).toEqual(await indexFresh(fresh()));
    expect(dump['tasks']).toHaveLength(1);
    expect(dump['operators']).toMatchObject([{ endpoint: 'https://operator-0.example.org' }]);
  });

  test('behavior: a chain that was reorganised while the indexer was away is noticed at the start', async () => {
    await createTask();
    const first = startIndexer({ database: database() });
    await first.caughtUp();
    await first.stop();
    await reorganise({ rpcUrl: chain().rpcUrl, depth: 1 });
    await miner.mine({ blocks: 40 });
    await topUp(1, 13n);
    const second = startIndexer({ database: database() });
    await second.caughtUp();
    await second.stop();
    expect(second.reorganisations).toHaveLength(1);
    expect(second.blocks.at(-1)?.events.map(({ name }) => name)).toEqual(['modelSubmission.ToppedUp']);
    await rebuildEquals(database(), fresh());
  });

  test('behavior: killed at any moment, it goes on from its checkpoint', async () => {
    const script = indexerProcess(chain().rpcUrl, deployment, interrupted().url);
    for (let kill = 0; kill < 3; kill += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: path.resolve(import.meta.dirname, '../..'),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      const begun = new Promise((resolve) => child.stdout.once('data', resolve));
      await begun;
      // Some blocks more; it is killed while it writes one of them, or between two.
      for (let block = 0; block < 4 + kill; block += 1) await topUp(1, BigInt(block + 1));
      child.kill('SIGKILL');
      await exited;
      await topUp(1, 100n);
    }
    const indexer = startIndexer({ database: interrupted() });
    await indexer.caughtUp();
    await indexer.stop();
    await rebuildEquals(interrupted(), fresh());
  });

  test.for([
    { server: 'the server refuses more', refusal: 'error', database: limited },
    { server: 'the answer is larger than can be taken', refusal: 'megabytes', database: flooded },
  ] as const)('behavior: asks for fewer blocks at once where $server', async ({ refusal, database: own }) => {
    await miner.mine({ blocks: 60 });
    const proxy = await limitingProxy({ rpcUrl: chain().rpcUrl, maximumBlocks: 3n, refusal });
    const client = createPublicClient({
      chain: foundry,
      transport: http(proxy.url, { retryCount: 0 }),
      cacheTime: 0,
    });
    const indexer = startIndexer({ database: own(), client });
    await indexer.caughtUp();
    await indexer.stop();
    await proxy.close();
    expect(proxy.refused()).toBeGreaterThan(3);
    await rebuildEquals(own(), fresh());
  });

  test('behavior: goes on by itself after its database was restarted', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-indexer-test-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const port = await findFreePort();
    const parameters = { dataDirectory: path.join(directory, 'postgres'), port, durable: false };
    const server = await startPostgres(parameters);
    onTestFinished(() => server.stop());
    const url = await server.createDatabaseFor('index');
    await applyMigrations({ url });
    const own = createDatabase({ url });
    const indexer = startIndexer({ database: own });
    await indexer.caughtUp();
    await server.stop();
    await topUp(1, 17n);
    const again = await startPostgres(parameters);
    onTestFinished(async () => {
      await own.close();
      await again.stop();
    });
    await indexer.caughtUp();
    await indexer.stop();
    await rebuildEquals(own, fresh());
  });
});

/** Brings the other index up to date as well and compares. */
async function rebuildEquals(database: Database, other: Database): Promise<void> {
  expect(await dumpIndex(database)).toEqual(await indexFresh(other));
}

/** A process that indexes and prints a line a block. */
function indexerProcess(rpcUrl: string, of: Deployment, url: string): string {
  return `
    import pino from 'pino';
    import { createPublicClient, http } from 'viem';
    import { createDatabase } from ${JSON.stringify(new URL('../../lib/database/client.ts', import.meta.url).href)};
    import { createIndexer } from ${JSON.stringify(new URL('./indexer.ts', import.meta.url).href)};
    await createIndexer({
      publicClient: createPublicClient({ transport: http(${JSON.stringify(rpcUrl)}), cacheTime: 0 }),
      database: createDatabase({ url: ${JSON.stringify(url)} }),
      deployment: ${JSON.stringify(of)},
      logger: pino({ level: 'silent' }),
      signal: new AbortController().signal,
      pollingIntervalMs: 10,
      onBlock: ({ number }) => process.stdout.write(number + '\\n'),
    }).run();
  `;
}

const rpcRequest = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()).default([]) });
const blockNumber = z.string().transform((text) => BigInt(text));
const blockRange = z.object({ fromBlock: blockNumber, toBlock: blockNumber });

/** More than viem takes. */
const TOO_MANY_BYTES = 11 * 1024 ** 2;

/** A server in front of the chain that does not give the logs of more than a few blocks at once. */
async function limitingProxy(parameters: {
  rpcUrl: string;
  maximumBlocks: bigint;
  refusal: 'error' | 'megabytes';
}) {
  const { rpcUrl, maximumBlocks, refusal } = parameters;
  let refusals = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { id, method, params } = rpcRequest.parse(JSON.parse(body));
      const range = blockRange.safeParse(params[0]);
      if (
        method === 'eth_getLogs' &&
        range.success &&
        range.data.toBlock - range.data.fromBlock >= maximumBlocks
      ) {
        refusals += 1;
        const answer =
          refusal === 'error'
            ? { error: { code: -32005, message: 'block range too large' } }
            : { result: [], padding: ' '.repeat(TOO_MANY_BYTES) };
        response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
        return;
      }
      fetch(rpcUrl, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
        .then((answer) => answer.text())
        .then(
          (text) => response.end(text),
          (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    refused: () => refusals,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
