import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { restoreBlockHashes } from './chain/block-hashes.ts';
import { ChainRequestError, ChainStartError } from './chain/errors.ts';
import { type ChainProgram, findChainProgram } from './chain/program.ts';
import { requestChain } from './chain/rpc.ts';
import { endLeftOver, removeRunFile, writeRunFile } from './chain/run-file.ts';
import { hasState, keepSaving, saveState, stateFile } from './chain/state.ts';
import { LOCAL_ACCOUNT_COUNT } from './accounts.ts';
import { LOOPBACK, claimPort } from './ports.ts';
import { endProcess, identifyProcess } from './processes.ts';

/** The chain id of the local chain. */
export const LOCAL_CHAIN_ID = 31_337;

const START_TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 5_000;
const STOP_PATIENCE_MS = 10_000;
const POLL_INTERVAL_MS = 20;
const OUTPUT_TAIL_CHARACTERS = 2_000;
const LOAD_FLAG = '--load-state';

export type StartChainParameters = {
  /** Where the chain is kept between runs; without one it is gone at the end. */
  dataDirectory?: string | undefined;
  /** Any free port by default. */
  port?: number | undefined;
  /** A block every so many seconds; without it, one a transaction. */
  blockTimeSeconds?: number | undefined;
  /** The rules of another fork, for tests of what an older chain lacks; only anvil has them. @default 'prague' */
  hardfork?: 'cancun' | 'prague' | undefined;
  /**
   * Of how many of the newest blocks calls can be made; without it of all, which costs as much as the whole state a block.
   * Logs, blocks and receipts are kept either way. Only anvil can forget.
   */
  keptStates?: number | undefined;
  /** Told, in a sentence, what a person should know. */
  onNotice?: ((sentence: string) => void) | undefined;
};

/** A running local chain. */
export type LocalChain = {
  rpcUrl: string;
  port: number;
  pid: number;
  chainId: number;
  /** Only anvil can reorganise, keep its state and read old block hashes from the history contract. */
  kind: ChainProgram['kind'];
  /** Resolves when the chain's process has ended, whoever ended it. */
  ended: Promise<void>;
  /** Saves the chain, if it has a data directory, and ends its process. */
  stop(): Promise<void>;
};

/**
 * Starts a local chain under the rules of Prague: anvil, or where there is none, Hardhat's node. One that an
 * earlier run left behind on the same data directory is saved and ended first.
 *
 * @throws {PortTakenError | ChainInUseError | ChainStartError}
 */
export async function startChain(parameters: StartChainParameters = {}): Promise<LocalChain> {
  const { blockTimeSeconds, onNotice = () => undefined } = parameters;
  const program = findChainProgram();
  const dataDirectory = await prepareDirectory({ ...parameters, program, onNotice });
  const port = await claimPort({
    port: parameters.port,
    purpose: 'the local chain',
    setting: 'the chain port',
  });
  const rpcUrl = `http://${LOOPBACK}:${port}`;
  const { hardfork = 'prague', keptStates } = parameters;
  const flags = await flagsOf({ program, port, blockTimeSeconds, dataDirectory, hardfork, keptStates });
  const child = spawn(program.command, [...program.arguments, ...flags], {
    // A session of its own: Ctrl-C must not end the chain before it is saved.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: path.resolve(import.meta.dirname, '..'),
  });
  const { pid, ended } = await waitUntilReady({ child, program, rpcUrl });
  const end = async () => {
    await endProcess({ pid, signals: ['SIGTERM', 'SIGKILL'], patienceMs: STOP_PATIENCE_MS });
    await ended;
  };
  try {
    if (program.kind === 'hardhat' && blockTimeSeconds !== undefined) {
      await mineInIntervals({ rpcUrl, blockTimeSeconds });
    }
    if (flags.includes(LOAD_FLAG)) await restoreBlockHashes(rpcUrl);
    const keeper = dataDirectory ? await keep({ dataDirectory, pid, rpcUrl, onNotice }) : undefined;
    return {
      rpcUrl,
      port,
      pid,
      chainId: LOCAL_CHAIN_ID,
      kind: program.kind,
      ended,
      stop: async () => {
        try {
          await keeper?.save();
        } finally {
          await end();
          await keeper?.release();
        }
      },
    };
  } catch (error) {
    // Nobody would hold it: the next start would find its port taken.
    await end();
    throw error;
  }
}

/** `undefined`: this chain is not kept. */
async function prepareDirectory(parameters: {
  dataDirectory?: string | undefined;
  program: ChainProgram;
  onNotice: (sentence: string) => void;
}): Promise<string | undefined> {
  const { program, onNotice } = parameters;
  if (program.kind === 'hardhat') {
    onNotice(
      'There is no anvil for this platform, so Hardhat’s node runs the chain: it is empty at every start, and ' +
        'seeds must be fixed within 256 blocks.',
    );
    return undefined;
  }
  if (parameters.dataDirectory === undefined) return undefined;
  const dataDirectory = path.resolve(parameters.dataDirectory);
  await mkdir(dataDirectory, { recursive: true });
  await endLeftOver({ dataDirectory, onNotice });
  return dataDirectory;
}

async function flagsOf(parameters: {
  program: ChainProgram;
  port: number;
  blockTimeSeconds: number | undefined;
  dataDirectory: string | undefined;
  hardfork: string;
  keptStates: number | undefined;
}): Promise<string[]> {
  const { program, port, blockTimeSeconds, dataDirectory, hardfork, keptStates } = parameters;
  const listen = ['--port', String(port), '--chain-id', String(LOCAL_CHAIN_ID)];
  if (program.kind === 'hardhat') return [...listen, '--hostname', LOOPBACK, '--chain-type', 'l1'];
  return [
    ...listen,
    ...['--host', LOOPBACK, '--hardfork', hardfork, '--accounts', String(LOCAL_ACCOUNT_COUNT), '--quiet'],
    ...(blockTimeSeconds === undefined ? [] : ['--block-time', String(blockTimeSeconds)]),
    ...(keptStates === undefined ? [] : ['--prune-history', String(keptStates)]),
    ...(dataDirectory && (await hasState(dataDirectory)) ? [LOAD_FLAG, stateFile(dataDirectory)] : []),
  ];
}

async function waitUntilReady(parameters: {
  child: ChildProcess;
  program: ChainProgram;
  rpcUrl: string;
}): Promise<{ pid: number; ended: Promise<void> }> {
  const { child, program, rpcUrl } = parameters;
  let output = '';
  let hasEnded = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-OUTPUT_TAIL_CHARACTERS);
  });
  const ended = once(child, 'close').then(
    () => {
      hasEnded = true;
    },
    (error: unknown) => {
      hasEnded = true;
      output += String(error);
    },
  );
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!hasEnded) {
    if (child.pid !== undefined && (await answers(rpcUrl))) return { pid: child.pid, ended };
    if (performance.now() > deadline) child.kill('SIGKILL');
    await Promise.race([ended, delay(POLL_INTERVAL_MS)]);
  }
  throw new ChainStartError({ program: program.kind, output });
}

async function answers(rpcUrl: string): Promise<boolean> {
  try {
    await requestChain({ rpcUrl, method: 'eth_chainId', timeoutMs: REQUEST_TIMEOUT_MS });
    return true;
  } catch (error) {
    if (error instanceof ChainRequestError) return false;
    throw error;
  }
}

async function mineInIntervals(parameters: { rpcUrl: string; blockTimeSeconds: number }): Promise<void> {
  const { rpcUrl, blockTimeSeconds } = parameters;
  const request = { rpcUrl, timeoutMs: REQUEST_TIMEOUT_MS };
  await requestChain({ ...request, method: 'evm_setAutomine', parameters: [false] });
  await requestChain({ ...request, method: 'evm_setIntervalMining', parameters: [blockTimeSeconds * 1000] });
}

async function keep(parameters: {
  dataDirectory: string;
  pid: number;
  rpcUrl: string;
  onNotice: (sentence: string) => void;
}): Promise<{ save(): Promise<void>; release(): Promise<void> }> {
  const { dataDirectory, pid, rpcUrl, onNotice } = parameters;
  await writeRunFile({ dataDirectory, pid, rpcUrl });
  const stopping = new AbortController();
  const saving = keepSaving({
    rpcUrl,
    dataDirectory,
    signal: stopping.signal,
    onFailure: (error) =>
      onNotice(`The chain cannot be saved (${String(error)}). It is tried again, and told when it succeeds.`),
    onRecovery: () => onNotice('The chain is saved again.'),
  });
  return {
    save: async () => {
      stopping.abort();
      await saving;
      if (await identifyProcess(pid)) await saveState({ rpcUrl, dataDirectory });
    },
    release: () => removeRunFile(dataDirectory),
  };
}
