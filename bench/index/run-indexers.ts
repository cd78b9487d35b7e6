import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { LOOPBACK, findFreePort } from '#devnet/ports.ts';
import type { History } from './history.ts';

/** One run of an indexer over a whole history, into an empty database. */
export type IndexerRun = (parameters: {
  rpcUrl: string;
  databaseUrl: string;
  history: History;
}) => Promise<{ seconds: number }>;

/** Ponder is only needed here, so it has a package of its own. */
const PONDER_FOLDER = path.join(import.meta.dirname, 'ponder');
const PONDER = path.join(PONDER_FOLDER, 'node_modules/ponder/dist/esm/bin/ponder.js');
/** The schema of Ponder's tables. */
export const PONDER_SCHEMA = 'ponder';
const OWN_PROCESS = path.join(import.meta.dirname, 'indexer-process.ts');
const STOP_PATIENCE_MS = 10_000;
const KEPT_LINES = 40;

/** Installs Ponder where it is missing. */
export async function installPonder(): Promise<void> {
  if (existsSync(PONDER)) return;
  console.log('installing Ponder (a minute) …');
  const install = spawn(
    'npm',
    // Not `npm ci`: it refuses a lockfile without the optional packages of platforms that a registry does not have.
    ['install', '--no-save', '--prefix', PONDER_FOLDER, '--ignore-scripts', '--no-audit', '--no-fund'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = (await once(install, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Ponder could not be installed: npm ended with ${code ?? 'a signal'}.`);
}

/** This project's indexer, as a node runs it. */
export const runOwnIndexer: IndexerRun = async ({ rpcUrl, databaseUrl, history }) => {
  const { deployment, head } = history;
  const settings = JSON.stringify({ rpcUrl, databaseUrl, deployment, head: head.toString() });
  return timeProcess({
    arguments: [OWN_PROCESS, settings],
    startsWith: (line) => line === 'started',
    endsWith: (line) => line === 'completed',
  });
};

/** Ponder, as it is run in production; it goes on following the chain, so it is ended. */
export const runPonder: IndexerRun = async ({ rpcUrl, databaseUrl, history }) => {
  const { chainId, startBlock, contracts } = history.deployment;
  const port = await findFreePort();
  return timeProcess({
    arguments: [
      ...[PONDER, 'start', '--root', PONDER_FOLDER, '--schema', PONDER_SCHEMA],
      ...['--hostname', LOOPBACK, '--port', String(port), '--log-format', 'json'],
    ],
    environment: {
      PONDER_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      RPC_URL: rpcUrl,
      DATABASE_URL: databaseUrl,
      CHAIN_ID: String(chainId),
      START_BLOCK: String(startBlock),
      MODEL_SUBMISSION: contracts.modelSubmission,
      ATTESTATION_CENTER: contracts.attestationCenter,
      OPERATOR_REGISTRY: contracts.operatorRegistry,
      AVS_GOVERNANCE: contracts.avsGovernance,
    },
    startsWith: (line) => line.includes('historical sync with 0% cached'),
    endsWith: (line) => line.includes('Completed historical indexing'),
  });
};

/** The time between two lines that a Node process prints, so that neither's start-up counts. The process is ended. */
async function timeProcess(parameters: {
  arguments: readonly string[];
  environment?: Readonly<Record<string, string>>;
  startsWith: (line: string) => boolean;
  endsWith: (line: string) => boolean;
}): Promise<{ seconds: number }> {
  const { startsWith, endsWith } = parameters;
  const child = spawn(process.execPath, parameters.arguments, {
    env: { ...process.env, ...parameters.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let startedMs: number | undefined;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (startsWith(line)) startedMs ??= performance.now();
      if (startedMs !== undefined && endsWith(line)) {
        return { seconds: (performance.now() - startedMs) / 1_000 };
      }
    }
  } finally {
    await end(child);
  }
  throw new Error(
    `The indexer ended before it had indexed everything.\n${lines.slice(-KEPT_LINES).join('\n')}`,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await exited;
  clearTimeout(impatience);
}
