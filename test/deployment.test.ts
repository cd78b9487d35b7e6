import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localAccounts } from '#devnet/accounts.ts';
import { provideBlsKey } from '#devnet/operators/keys.ts';
import { endpointAt, findFreePort } from '#devnet/ports.ts';
import { environmentSchema } from '../app/_server/configuration.ts';
import { readCompose } from './compose.ts';
import { useTestDatabase } from './database.ts';
import { useMarketplace } from './marketplace.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const POLL_INTERVAL_MS = 100;
const PATIENCE_MS = 90_000;

async function readStages(): Promise<Map<string, { copies: string[]; command: unknown }>> {
  const text = await readFile(path.join(ROOT, 'Containerfile'), 'utf8');
  return new Map(
    text
      .split(/^FROM /m)
      .slice(1)
      .map((stage) => {
        const name = /^\S+ AS (\S+)/.exec(stage)?.[1] ?? '';
        const copies = [...stage.matchAll(/^COPY --from=build \/zarathustra\/(\S+)/gm)].map(
          ([, from = '']) => from,
        );
        const command: unknown = JSON.parse(/^CMD (\[.*\])$/m.exec(stage)?.[1] ?? 'null');
        return [name, { copies, command }];
      }),
  );
}

describe('compose.yaml and Containerfile', () => {
  test('each service runs the command of the image that it builds', async () => {
    const { services } = await readCompose();
    const stages = await readStages();
    for (const { build, command } of Object.values(services)) {
      expect(build.dockerfile).toBe('Containerfile');
      expect(stages.get(build.target)?.command).toEqual(command);
    }
  });

  test('every secret, configuration and volume that a service uses is declared', async () => {
    const { services, secrets, configs } = await readCompose();
    for (const service of Object.values(services)) {
      for (const secret of service.secrets) expect(Object.keys(secrets)).toContain(secret);
      for (const { source } of service.configs) expect(Object.keys(configs)).toContain(source);
    }
  });

  test('the web app is told everything that it can be told', async () => {
    const { services } = await readCompose();
    expect(Object.keys(services.web.environment).sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  test('the worker’s image has all folders of the house that it imports from', async () => {
    const stages = await readStages();
    const copies = [...(stages.get('runtime')?.copies ?? []), ...(stages.get('worker')?.copies ?? [])];
    expect(copies).toEqual(
      expect.arrayContaining(['package.json', 'node_modules', 'lib', 'prisma', 'worker']),
    );
  });
});

describe('the worker, as compose.yaml runs it, without a container', () => {
  const marketplace = useMarketplace({ operatorCount: 4 });
  const database = useTestDatabase();
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-deployment-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('it becomes healthy, and ends with status 0 at SIGTERM', async () => {
    const { services } = await readCompose();
    const { chain, deployment } = marketplace();
    const port = await findFreePort();
    const [operator] = localAccounts().operators;
    const deploymentFile = path.join(folder, 'deployment.json');
    const accountKeyFile = path.join(folder, 'account-key');
    await writeFile(deploymentFile, JSON.stringify(deployment));
    await writeFile(accountKeyFile, `${operator?.privateKey}\n`);
    await provideBlsKey(folder);
    const here: Record<string, string> = {
      ZARATHUSTRA_RPC_URLS: chain.rpcUrl,
      ZARATHUSTRA_DEPLOYMENT: deploymentFile,
      ZARATHUSTRA_DATABASE_URL: database().url,
      ZARATHUSTRA_DATA_DIRECTORY: path.join(folder, 'data'),
      ZARATHUSTRA_ACCOUNT_KEY_FILE: accountKeyFile,
      ZARATHUSTRA_BLS_KEY_FILE: path.join(folder, 'bls-key'),
      ZARATHUSTRA_HTTP_HOST: '127.0.0.1',
      ZARATHUSTRA_HTTP_PORT: String(port),
      ZARATHUSTRA_CONFIRMATIONS: '1',
      ZARATHUSTRA_LOG_LEVEL: 'info',
    };
    const { command, environment } = services.worker;
    expect(Object.keys(here).sort()).toEqual(Object.keys(environment).sort());
    expect(command[0]).toBe('node');

    const worker = spawn(process.execPath, command.slice(1), {
      cwd: ROOT,
      env: { ...process.env, ...here },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(worker, 'exit');
    let output = '';
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    try {
      const deadline = performance.now() + PATIENCE_MS;
      while (!(await isHealthy(`${endpointAt(port)}/health`))) {
        if (worker.exitCode !== null || performance.now() > deadline) throw new Error(output);
        await delay(POLL_INTERVAL_MS);
      }
    } finally {
      worker.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
  });
});

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
