import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LOOPBACK, findFreePort } from '#devnet/ports.ts';
import { readCompose } from '../compose.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 100;

/** A web server on a production build. */
export type WebApp = { url: string; stop(): Promise<void> };

/** Starts a server on the build with the command of compose.yaml, on a loopback port of its own. */
export async function startWebApp(environment: Record<string, string>): Promise<WebApp> {
  const port = await findFreePort();
  const server = run(await composeCommand({ hostname: LOOPBACK, port }), environment);
  const url = `http://${LOOPBACK}:${port}`;
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(`${url}/icon.svg`))) {
    if (server.process.exitCode !== null || performance.now() > deadline) {
      server.process.kill('SIGKILL');
      throw new Error(`The web app did not start:\n${server.output()}`);
    }
    await delay(POLL_INTERVAL_MS);
  }
  return {
    url,
    stop: async () => {
      if (server.process.exitCode !== null) return;
      const ended = once(server.process, 'exit');
      server.process.kill('SIGTERM');
      await ended;
    },
  };
}

/** The web's command of compose.yaml, as arguments of Node, listening elsewhere. */
async function composeCommand(address: { hostname: string; port: number }): Promise<string[]> {
  const { web } = (await readCompose()).services;
  const [program, ...rest] = web.command;
  if (program !== 'node') throw new Error(`compose.yaml starts the web app with ${program}, not with node.`);
  for (const [name, value] of Object.entries(address)) {
    const index = rest.indexOf(`--${name}`);
    if (index < 0) throw new Error(`compose.yaml does not say --${name} to the web app.`);
    rest[index + 1] = String(value);
  }
  return rest;
}

function run(
  parameters: string[],
  environment: Record<string, string>,
): { process: ChildProcess; output(): string } {
  const child = spawn(process.execPath, parameters, {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  const keep = (chunk: Buffer) => chunks.push(chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { process: child, output: () => chunks.join('') };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return true;
  } catch {
    // Nothing listens yet.
    return false;
  }
}
