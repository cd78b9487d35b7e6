/**
 * Runs an operator's node until SIGINT or SIGTERM: `node worker/main.ts [settings.json]`. Settings may come from the
 * environment as well; docs/operators.md lists them.
 */
import { BaseError } from '#protocol/errors/base.ts';
import { readConfiguration } from './configuration.ts';
import { createNode } from './node.ts';

async function main(): Promise<void> {
  const configuration = await readConfiguration({ path: process.argv[2], environment: process.env });
  const node = createNode(configuration);
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await node.start();
  try {
    await Promise.race([signalled, node.failed]);
  } finally {
    await node.stop();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof BaseError ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
