import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exampleTerms } from '#devnet/example-terms.ts';
import { type LocalStack, startStack } from '#devnet/stack.ts';
import { fundAccounts } from '#devnet/start/funds.ts';
import { type ExampleName } from '#examples/registry.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { poll } from '#sdk/polling/poll.ts';
import { type WebApp, startWebApp } from './web-app.ts';

/** Chain, contracts, operators and web app as people run them, on ports of their own. */
export type LocalMarketplace = {
  url: string;
  stack: LocalStack;
  /** Publishes an example's task as the owner does and waits until the pages show it open. @returns Its number. */
  publishExample(name: ExampleName): Promise<number>;
  stop(): Promise<void>;
};

const OPERATORS = 4;
const POLLING_INTERVAL_MS = 250;
const INDEX_PATIENCE_MS = 120_000;

export async function startLocalMarketplace(): Promise<LocalMarketplace> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-e2e-'));
  const running: { stop(): Promise<void> }[] = [
    { stop: () => rm(directory, { recursive: true, force: true }) },
  ];
  const stop = async () => {
    for (let part = running.pop(); part !== undefined; part = running.pop()) await part.stop();
  };
  try {
    const stack = await startStack({
      dataDirectory: directory,
      operatorCount: OPERATORS,
      narrator: { step: async (_name, run) => (await run()).value },
    });
    running.push(stack);
    // What its parts end in, the tests notice by themselves.
    stack.failed.catch(() => undefined);
    await fundAccounts({ accounts: stack.accounts, clientOf: stack.clientOf });
    const web = await startWeb(stack, directory);
    running.push(web);
    return {
      url: web.url,
      stack,
      publishExample: async (name) => {
        const { taskId } = await publishTask(stack.clientOf(stack.accounts.owner), {
          files: await readExampleBundle(name),
          terms: exampleTerms(name, stack.deployment),
          intervalMs: POLLING_INTERVAL_MS,
        });
        await waitUntilShown(web.url, taskId);
        return taskId;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The chain knows a task before the index does, and a page that is opened between the two says that there is none. */
async function waitUntilShown(url: string, taskId: number): Promise<void> {
  await poll({
    awaited: `That the index shows task ${taskId} open`,
    intervalMs: POLLING_INTERVAL_MS,
    timeoutMs: INDEX_PATIENCE_MS,
    read: async () => {
      const response = await fetch(`${url}/api/v1/tasks/${taskId}`);
      return response.ok ? response.text() : '';
    },
    until: (text) => text.includes('"status":"Open"'),
  });
}

async function startWeb(stack: LocalStack, directory: string): Promise<WebApp> {
  const [first] = stack.operators;
  if (first === undefined) throw new RangeError('there is no operator');
  const deploymentFile = path.join(directory, 'deployment.json');
  await writeFile(deploymentFile, JSON.stringify(stack.deployment));
  return startWebApp({
    DATABASE_URL: first.databaseUrl,
    RPC_URL: stack.rpcUrl,
    DEPLOYMENT: deploymentFile,
    DEVELOPMENT_ACCOUNTS: stack.accounts.visitors.map(({ address }) => address).join(','),
  });
}
