import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPublicClient, createWalletClient, type LocalAccount } from 'viem';
import { z } from 'zod';
import { localTransport } from '#devnet/chain/transport.ts';
import { endpointAt } from '#devnet/ports.ts';
import { type ProcessIdentity, identifyProcess, isSameProcess, sendSignal } from '#devnet/processes.ts';
import { deploymentSchema } from '#protocol/deployment.ts';
import type { WriteClient } from '#sdk/client.ts';
import { findByCommand, listFamily } from './process-table.ts';

const MAIN = path.resolve(import.meta.dirname, '../../devnet/start/main.ts');
const READY = 'Ctrl-C stops everything';
const PATIENCE_MS = 180_000;
const POLL_INTERVAL_MS = 25;

/** Something that a test can kill. */
export type Victim = 'everything' | 'the start command' | 'the chain' | 'Postgres' | `operator ${number}`;

/** `npm start` on a folder of its own, as a process that can be killed. */
export type StartProcess = {
  /** Starts it and waits until it says that it is ready, or something else; with more options if wanted. */
  start(awaited?: string, options?: readonly string[]): Promise<void>;
  /** Waits until it says something. */
  hear(awaited: string | RegExp): Promise<void>;
  output(): string;
  /** SIGKILL, and waits until they are gone. */
  kill(victim: Victim): Promise<void>;
  /** SIGINT, twice, as a terminal and npm send it; waits for the end. @returns The processes that it had. */
  interrupt(): Promise<{ exitCode: number | null; family: ProcessIdentity[] }>;
  client(account: LocalAccount): Promise<WriteClient>;
  rpcUrl: string;
  databaseUrls(): Promise<string[]>;
};

/** @param parameters.folder The data directory; its name must be nobody else's. */
export function createStartProcess(parameters: {
  folder: string;
  operators: number;
  chainPort: number;
}): StartProcess {
  const { folder, operators, chainPort } = parameters;
  const flags = ['--no-web', '--operators', String(operators), '--chain-port', String(chainPort)];
  const rpcUrl = endpointAt(chainPort);
  let child: ChildProcess | undefined;
  let output = '';

  const family = async () => (child?.pid === undefined ? [] : listFamily({ pid: child.pid, folder }));
  return {
    output: () => output,
    rpcUrl,
    start: async (awaited = READY, options = []) => {
      output = '';
      const started = spawn(process.execPath, [MAIN, '--data', folder, ...flags, ...options], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      const keep = (text: string) => {
        output += text;
      };
      started.stdout.setEncoding('utf8').on('data', keep);
      started.stderr.setEncoding('utf8').on('data', keep);
      await hear(awaited);
    },
    hear,
    kill: async (victim) => {
      const victims = victim === 'everything' ? await family() : await findVictims(victim);
      for (const { pid } of victims) sendSignal(pid, 'SIGKILL');
      await waitUntilGone(victims);
    },
    interrupt: async () => {
      if (!child) throw new Error('It was never started.');
      const members = await family();
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      child.kill('SIGINT');
      await ended;
      return { exitCode: child.exitCode, family: members };
    },
    client: async (account) => {
      const transport = localTransport(rpcUrl);
      const text = await readFile(path.join(folder, 'deployment.json'), 'utf8');
      return {
        deployment: deploymentSchema.parse(JSON.parse(text)),
        publicClient: createPublicClient({ transport, pollingInterval: 50, cacheTime: 0 }),
        walletClient: createWalletClient({ account, transport }),
      };
    },
    databaseUrls: () =>
      Promise.all(
        Array.from({ length: operators }, async (_, index) => {
          const file = path.join(folder, 'operators', String(index + 1), 'configuration.json');
          return z.object({ databaseUrl: z.string() }).parse(JSON.parse(await readFile(file, 'utf8')))
            .databaseUrl;
        }),
      ),
  };

  async function hear(awaited: string | RegExp): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (typeof awaited === 'string' ? !output.includes(awaited) : !awaited.test(output)) {
      if (child?.exitCode !== null || performance.now() > deadline) {
        throw new Error(`npm start did not say "${String(awaited)}":\n${output}`);
      }
      await delay(POLL_INTERVAL_MS);
    }
  }

  async function findVictims(victim: Exclude<Victim, 'everything'>): Promise<ProcessIdentity[]> {
    const pids = victim === 'the chain' ? [await findChain()] : await findByCommand(...commandOf(victim));
    const identities = await Promise.all(pids.map(identifyProcess));
    const victims = identities.filter((identity) => identity !== undefined);
    if (victims.length === 0) throw new Error(`There is no process of ${victim} to kill.`);
    return victims;
  }

  async function findChain(): Promise<number> {
    const text = await readFile(path.join(folder, 'chain', 'chain.run.json'), 'utf8');
    return z.object({ chain: z.object({ pid: z.number() }) }).parse(JSON.parse(text)).chain.pid;
  }

  function commandOf(victim: Exclude<Victim, 'everything' | 'the chain'>): string[] {
    switch (victim) {
      case 'the start command':
        return [MAIN, folder];
      case 'Postgres':
        return ['postgres', '-D', path.join(folder, 'postgres')];
      default:
        return [path.join(folder, 'operators', victim.slice('operator '.length), 'configuration.json')];
    }
  }
}

export async function waitUntilGone(processes: readonly ProcessIdentity[]): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (const identity of processes) {
    while (await isSameProcess(identity)) {
      if (performance.now() > deadline) throw new Error(`Process ${identity.pid} does not end.`);
      await delay(POLL_INTERVAL_MS);
    }
  }
}
