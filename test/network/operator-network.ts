import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type LocalAccount, createTestClient, numberToHex, parseEther } from 'viem';
import { localTransport } from '#devnet/chain/transport.ts';
import { type LocalKeyPair, localAccounts } from '#devnet/accounts.ts';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import { findFreePort } from '#devnet/ports.ts';
import { type PostgresServer, removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import { type Database, createDatabase } from '#database/client.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { WriteClient } from '#sdk/client.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import { applyChanges } from '#sdk/operators/apply-changes.ts';
import { registerOperator } from '#sdk/operators/register-operator.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { type NodeConfigurationInput, parseConfiguration } from '#worker/configuration.ts';
import { type BlsSigner, createBlsSigner, provePossession } from '#worker/keys/bls.ts';
import { type OperatorNode, createNode } from '#worker/node.ts';
import { reorganise } from '../reorganise.ts';
import { deployMarketplace } from './deploy-marketplace.ts';
import { publishSquareTask } from './publish-square-task.ts';

const POLLING_MS = 100;
/** Far more than anything takes, on a busy machine too. */
const PATIENCE_MS = 400_000;

/** An operator of the network: who runs its node is said elsewhere. */
export type NetworkOperator = LocalKeyPair & { blsKey: `0x${string}`; bls: BlsSigner; endpoint: string };

/** A chain with the contracts, honest operators that run their nodes, and others that do as the test says. */
export type OperatorNetwork = {
  chain: LocalChain;
  deployment: Deployment;
  honest: readonly NetworkOperator[];
  others: readonly NetworkOperator[];
  /** Of the honest operators, in their order. */
  databases: readonly Database[];
  clientOf(account: LocalAccount): WriteClient;
  stopNode(index: number): Promise<void>;
  startNode(index: number): Promise<void>;
  /** Publishes the x² task and waits until it is open. @returns Its number and initial parameters. */
  publish(): Promise<{ taskId: number; baseline: Uint8Array }>;
  /** Commits, uploads and reveals; does not wait for the verdict. */
  submit(parameters: { taskId: number; candidate: Uint8Array }): Promise<bigint>;
  /**
   * Replaces the blocks from one on by others, without their transactions. The first that anvil replaces keeps its
   * PREVRANDAO.
   */
  reorganise(parameters: { from: number }): Promise<void>;
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens a network.
 *
 * @param parameters.honestStakes In whole tokens; each operator's node runs in this process.
 * @param parameters.otherStakes Of those without a node.
 */
export async function openOperatorNetwork(parameters: {
  honestStakes: readonly number[];
  otherStakes: readonly number[];
  settings?: Partial<NodeConfigurationInput>;
  log?: Logger;
  /** Where one without a node is reached; an honest one's endpoint by default. */
  otherEndpoint?: (parameters: { honestEndpoint: string }) => Promise<string>;
}): Promise<OperatorNetwork> {
  const { honestStakes, otherStakes, settings = {}, log = pino({ level: 'silent' }) } = parameters;
  const { otherEndpoint = async ({ honestEndpoint }) => honestEndpoint } = parameters;
  const accounts = localAccounts();
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-network-'));
  const [postgres, chain] = await Promise.all([
    startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false }),
    startChain({ blockTimeSeconds: 1 }),
  ]);
  const { publicClient, deployment, clientOf } = await deployMarketplace(chain.rpcUrl);

  const operators: NetworkOperator[] = [];
  // One after another: what registering costs depends on the changes that are queued before it.
  for (const [index, stake] of [...honestStakes, ...otherStakes].entries()) {
    // Whoever has no node names another's: what nobody serves would count as content that is not held.
    const shared = index < honestStakes.length ? undefined : operators[index % honestStakes.length]?.endpoint;
    const endpoint =
      shared === undefined
        ? `http://127.0.0.1:${await findFreePort()}`
        : await otherEndpoint({ honestEndpoint: shared });
    operators.push(await join({ index, stake, endpoint, clientOf, deployment }));
  }
  await applyChanges(clientOf(accounts.governor));
  const honest = operators.slice(0, honestStakes.length);
  const configurations = await Promise.all(
    honest.map((operator, index) => configure({ operator, index, postgres, chain, directory, deployment })),
  );
  const databases = configurations.map(({ databaseUrl }) => createDatabase({ url: databaseUrl }));
  const nodes: (OperatorNode | undefined)[] = [];
  const startNode = async (index: number) => {
    const node = createNode(parseConfiguration({ ...configurations[index], ...settings }), {
      log: log.child({ operator: index }),
    });
    nodes[index] = node;
    await node.start();
  };
  const stopNode = async (index: number) => {
    await nodes[index]?.stop();
    nodes[index] = undefined;
  };
  await Promise.all(honest.map((_, index) => startNode(index)));
  await requestTokens(clientOf(accounts.owner), { amount: parseEther('5000') });
  let submissions = 0;

  return {
    chain,
    deployment,
    honest,
    others: operators.slice(honestStakes.length),
    databases,
    clientOf,
    startNode,
    stopNode,
    publish: () => publishSquareTask(clientOf(accounts.owner), { patienceMs: PATIENCE_MS }),
    submit: async ({ taskId, candidate }) => {
      const optimizer = accounts.optimizers[submissions % accounts.optimizers.length];
      if (!optimizer) throw new RangeError('there is no optimizer');
      submissions += 1;
      const client = clientOf(optimizer);
      await requestTokens(client, { amount: parseEther('100') });
      const draft = await createSubmissionDraft(client, { taskId, parameters: candidate });
      const { submissionId } = await submitParameters(client, {
        draft,
        parameters: candidate,
        intervalMs: POLLING_MS,
        availabilityTimeoutMs: PATIENCE_MS,
      });
      return submissionId;
    },
    reorganise: async ({ from }) => {
      const miner = createTestClient({ mode: 'anvil', transport: localTransport(chain.rpcUrl) });
      await miner.setIntervalMining({ interval: 0 });
      const head = Number(await publicClient.getBlockNumber());
      await reorganise({ rpcUrl: chain.rpcUrl, depth: head - from + 1 });
      await miner.setIntervalMining({ interval: 1 });
    },
    until,
    close: async () => {
      await Promise.all(honest.map((_, index) => stopNode(index)));
      await Promise.all(databases.map((database) => database.close()));
      await chain.stop();
      await postgres.stop();
      await removePostgresFiles(path.join(directory, 'postgres'));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function join(parameters: {
  index: number;
  stake: number;
  endpoint: string;
  clientOf: (account: LocalAccount) => WriteClient;
  deployment: Deployment;
}): Promise<NetworkOperator> {
  const { index, endpoint, clientOf, deployment } = parameters;
  const keys = localAccounts().operators[index];
  if (!keys) throw new RangeError(`there is no operator ${index}`);
  const client = clientOf(keys.account);
  const blsKey = numberToHex(2_000 + index, { size: 32 });
  const bls = createBlsSigner(blsKey);
  const stake = parseEther(String(parameters.stake));
  await requestTokens(client, { token: deployment.contracts.stakeToken, amount: stake });
  const proof = provePossession({
    signer: bls,
    chainId: deployment.chainId,
    operatorRegistry: deployment.contracts.operatorRegistry,
    operator: keys.account.address,
  });
  await registerOperator(client, { ...proof, stake, endpoint });
  return { ...keys, blsKey, bls, endpoint };
}

async function configure(parameters: {
  operator: NetworkOperator;
  index: number;
  postgres: PostgresServer;
  chain: LocalChain;
  directory: string;
  deployment: Deployment;
}): Promise<NodeConfigurationInput> {
  const { operator, index, postgres, chain, directory, deployment } = parameters;
  return {
    rpcUrls: [chain.rpcUrl],
    deployment,
    databaseUrl: await postgres.createDatabaseFor(`operator_${index}`),
    dataDirectory: path.join(directory, `operator-${index}`),
    accountKey: operator.privateKey,
    blsKey: operator.blsKey,
    http: { port: Number(new URL(operator.endpoint).port) },
  };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await delay(POLLING_MS);
  }
}
