import path from 'node:path';
import type { Logger } from 'pino';
import { parseGwei, zeroAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { createChangeFeed } from '#api/events/change-feed.ts';
import { createExecutionApi } from '#api/execution/create-execution-api.ts';
import { createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import { reopenEvidence } from '#database/operator/evidence.ts';
import { listPendingSubmissions } from '#database/operator/pending.ts';
import { openWakeSignal } from '#database/operator/wake.ts';
import { createQueue } from '#database/queue/queue.ts';
import { verifyInstalledBinaries } from '#evaluation/node/engine-parts.ts';
import { openDiskStore } from '#storage/disk/open-disk-store.ts';
import { createTurns } from './aggregator/turns.ts';
import { createVerificationRounds } from './aggregator/verify-attestations.ts';
import { connectChain } from './chain/connection.ts';
import { createChainViews } from './chain/views.ts';
import type { NodeConfiguration } from './configuration.ts';
import type { NodeContext, SigningContext } from './context.ts';
import { openEvaluationQueue } from './evaluation/evaluation-queue.ts';
import { type ExecutionContext, execute, validate } from './evaluation/execute.ts';
import { startEvaluating } from './evaluation/start-evaluating.ts';
import { createHousekeeping } from './housekeeping/create-housekeeping.ts';
import { startCollecting } from './housekeeping/start-collecting.ts';
import { startDescribing } from './housekeeping/start-describing.ts';
import { createPublicApps } from './http/apps.ts';
import { readHealth } from './http/health.ts';
import { createNodeApps } from './http/node-apps.ts';
import { startServer } from './http/server.ts';
import { createIndexer } from './indexer/indexer.ts';
import { createBlsSigner, requireNativeBls } from './keys/bls.ts';
import { createLog } from './log.ts';
import { advanceSubmission } from './loop/advance.ts';
import { createDutyLoop } from './loop/duty-loop.ts';
import { addCollectedMetrics } from './metrics/collected.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createPeerFetch } from './peers/peer-fetch.ts';
import { createPeers } from './peers/peers.ts';
import { startReporting } from './process/report.ts';
import { type Shutdown, createShutdown } from './process/shutdown.ts';
import { createAcceptance } from './reception/create-acceptance.ts';
import { createInboxDesk } from './reception/decide-inbox.ts';
import { type Role, SIGNING_ROLES } from './roles.ts';
import { createTransactionSender } from './transactions/sender.ts';

/** An operator's node, or one of its processes. */
export type OperatorNode = {
  /**
   * Starts the roles of the configuration.
   *
   * @returns Where the node's API listens.
   * @throws {BlsBackendError}, {ChainMismatchError}, {ChainUnreachableError}, {MigrationError},
   * {StoreLockedError}, {DiskError}, {ListenError}, {RuntimeMismatchError}; nothing is left running.
   */
  start(): Promise<{ url: string }>;
  /** Stops in order. What was promised is in the database or on the chain; a new start goes on from there. */
  stop(): Promise<void>;
  /** Rejects when the node cannot go on and has to be stopped. */
  failed: Promise<never>;
};

/** Makes a node; nothing runs before `start`. */
export function createNode(configuration: NodeConfiguration, options: { log?: Logger } = {}): OperatorNode {
  const { accountKey, logLevel } = configuration;
  const operator = accountKey === undefined ? zeroAddress : privateKeyToAccount(accountKey).address;
  const log = options.log ?? createLog({ level: logLevel, operator });
  const shutdown = createShutdown(log);
  const stopping = new AbortController();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch((error: unknown) => log.fatal({ error }, 'node cannot go on'));

  const stop = async () => {
    const startedMs = performance.now();
    stopping.abort();
    await shutdown.run();
    log.info({ durationMs: Math.round(performance.now() - startedMs) }, 'node stopped');
  };
  return {
    failed: failure.promise,
    stop,
    start: async () => {
      try {
        return await start({ configuration, log, shutdown, signal: stopping.signal, fail: failure.reject });
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

type StartParameters = {
  configuration: NodeConfiguration;
  log: Logger;
  shutdown: Shutdown;
  signal: AbortSignal;
  /** Told of what ends the node. */
  fail: (error: unknown) => void;
};

async function start(parameters: StartParameters): Promise<{ url: string }> {
  const startedMs = performance.now();
  const { configuration, log, shutdown, signal, fail } = parameters;
  const { confirmations, aggregatorDelayBlocks, fixSeedAfterBlocks, databaseUrl, uploads } = configuration;
  const roles: ReadonlySet<Role> = new Set(configuration.roles);

  // Before anything is promised to anybody: with other binaries this machine would compute other verdicts.
  if (roles.has('evaluator')) await verifyInstalledBinaries();
  const context = await openContext(parameters);
  const queue = await createQueue({ url: databaseUrl, logger: log });
  shutdown.add('job queue', () => queue.close());
  const evaluations = await openEvaluationQueue(queue, { concurrency: configuration.evaluator.slots });
  const signing = await openSigning(parameters, context);

  const acceptance = createAcceptance({ context, wake: (submissionId) => wakeSignal.send(submissionId) });
  // Whoever decides about what comes to its own routes decides about what comes to the web app, too.
  const inboxDesk = roles.has('aggregator') ? createInboxDesk({ ...context, ...acceptance }) : undefined;
  if (inboxDesk) shutdown.add('inbox', inboxDesk.close);
  const keepHouse = createHousekeeping({ context, signing, roles, inboxDesk, aggregatorDelayBlocks });
  const turns = createTurns();
  const rounds = createVerificationRounds();
  const loop = createDutyLoop({
    log,
    listPending: async () => {
      const pending = await listPendingSubmissions(context.database);
      const submissionIds = new Set(pending);
      turns.retain(submissionIds);
      rounds.retain(submissionIds);
      signing?.peers.retain(submissionIds);
      return pending;
    },
    advance: (submissionId, head) =>
      advanceSubmission(
        {
          context,
          signing,
          roles,
          enqueue: evaluations.enqueue,
          turns,
          rounds,
          confirmations,
          aggregatorDelayBlocks,
          fixSeedAfterBlocks,
        },
        { submissionId, head },
      ),
    keepHouse,
  });
  shutdown.add('duty loop', () => loop.stop());
  const health = () => readHealth(context, { roles, head: loop.head() });
  const reporter = await startReporting({
    context,
    roles,
    isChainUp: async () => (await health()).isHealthy,
  });
  shutdown.add('report of the process', reporter.close);
  const wakeSignal = await openWakeSignal({
    url: databaseUrl,
    onWake: loop.wake,
    onInbox: () => inboxDesk?.wake(),
    onError: (error) => log.warn({ error }, 'wake signal lost, opened again'),
  });
  shutdown.add('wake signal', () => wakeSignal.close());

  if (roles.has('evaluator')) {
    const { send: wake } = wakeSignal;
    await startEvaluating({ ...configuration.evaluator, context, queue: evaluations, shutdown, wake, fail });
  }
  const collected = addCollectedMetrics({ context, countJobs: evaluations.jobs.count, head: loop.head });
  const feed = createChangeFeed({
    database: context.database,
    onError: (error) => log.warn({ error }, 'the index could not be followed for listeners'),
  });
  const server = await startServer({
    ...configuration.http,
    apps: [
      ...createPublicApps({ context, roles, bundleLimits: uploads, acceptance }),
      ...createNodeApps({ context, collected, feed }),
    ],
    health,
  });
  shutdown.add('server', server.close);
  shutdown.add('events', async () => feed.close());
  const { port: internalPort, host: internalHost, token } = configuration.internal;
  if (internalPort !== undefined) {
    const execution: ExecutionContext = { ...context, enqueue: evaluations.enqueue };
    const internal = await startServer({
      host: internalHost,
      port: internalPort,
      apps: [
        createExecutionApi({
          token,
          execute: (request) => execute(execution, request),
          validate: (request) => validate(execution, request),
          onError: (error) => log.error({ error }, 'request failed'),
        }),
      ],
      health,
    });
    shutdown.add('internal server', internal.close);
  }
  if (roles.has('gateway')) startCollecting({ context, shutdown, ...uploads });
  if (roles.has('watcher')) startDescribing({ context, shutdown });

  const indexer = createIndexer({
    publicClient: context.client.publicClient,
    database: context.database,
    deployment: configuration.deployment,
    logger: log,
    signal,
    pollingIntervalMs: configuration.pollingIntervalMs,
    onBlock: ({ number }) => {
      context.views.renew();
      loop.onHead(number);
    },
    onReorganisation: () => {
      reopenEvidence(context.database).catch((error: unknown) => {
        log.warn({ error }, 'evidence that was posted is not looked at again');
      });
    },
  });
  const indexing = indexer.run().catch(fail);
  shutdown.add('indexer', () => indexing);

  const { url } = server;
  reporter.started();
  const durationMs = Math.round(performance.now() - startedMs);
  log.info({ roles: [...roles], url, chainId: configuration.deployment.chainId, durationMs }, 'node started');
  return { url };
}

async function openContext(parameters: StartParameters): Promise<NodeContext> {
  const { configuration, log, shutdown, signal } = parameters;
  const { accountKey, databaseUrl, dataDirectory, deployment, rpcUrls } = configuration;
  const metrics = createMetrics();
  const client = await connectChain({ rpcUrls, deployment, metrics });
  await applyMigrations({ url: databaseUrl });
  const database = createDatabase({ url: databaseUrl });
  shutdown.add('database', () => database.close());
  const contentStore = await openDiskStore({ directory: path.join(dataDirectory, 'content') });
  shutdown.add('content store', () => contentStore.close());
  // On a local chain everybody is on this machine.
  const privateAddresses =
    configuration.privateAddresses ?? (deployment.chainId === foundry.id ? 'allow' : 'refuse');
  const peerFetch = createPeerFetch({ privateAddresses });
  shutdown.add('connections', () => peerFetch.close());
  return {
    client,
    database,
    contentStore,
    peerFetch: peerFetch.fetch,
    views: createChainViews({ client, database }),
    log,
    metrics,
    operator: accountKey === undefined ? zeroAddress : privateKeyToAccount(accountKey).address,
    signal,
  };
}

/** `undefined` on a machine whose roles need no keys. */
async function openSigning(
  { configuration, log, shutdown }: StartParameters,
  context: NodeContext,
): Promise<SigningContext | undefined> {
  const { accountKey, blsKey, roles, transactions } = configuration;
  if (
    !roles.some((role) => SIGNING_ROLES.includes(role)) ||
    accountKey === undefined ||
    blsKey === undefined
  ) {
    return undefined;
  }
  requireNativeBls();
  const { client, database, operator, peerFetch } = context;
  const account = privateKeyToAccount(accountKey);
  const { bumpAfterSeconds, maximumFeePerGasGwei } = transactions;
  const sender = createTransactionSender({
    client,
    database,
    account,
    log,
    bumpAfterMs: bumpAfterSeconds * 1_000,
    maximumFeePerGas:
      maximumFeePerGasGwei === undefined ? undefined : parseGwei(maximumFeePerGasGwei.toString()),
  });
  shutdown.add('transactions', () => sender.close());
  const peers = createPeers({ log, self: operator, fetch: peerFetch });
  shutdown.add('peers', () => peers.close());
  await sender.resume();
  return { ...context, account, bls: createBlsSigner(blsKey), sender, peers };
}
