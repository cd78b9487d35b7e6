/** `npm start`: the local marketplace, until Ctrl-C. `--help` lists the settings. */
import { createPublicClient } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { localTransport } from '../chain/transport.ts';
import { isSystemError } from '../ports.ts';
import { createNarrator } from '../narrator.ts';
import { NoSpaceError } from './errors.ts';
import { describeMarketplace } from './farewell.ts';
import { type Marketplace, startMarketplace } from './marketplace.ts';
import { type StartSettings, describeStartCommand, printSettings, readStartCommand } from './settings.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const narrator = createNarrator({ write: (line) => process.stdout.write(`${line}\n`) });

/** The terminal may be gone before us; stopping in order matters more than telling about it. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/**
 * Aborted by the first signal. npm and its shell pass on what the terminal has sent us already, so that one Ctrl-C may
 * come twice: further ones change nothing, and stopping takes a bounded time.
 */
function stopOnSignals(): AbortSignal {
  const stopping = new AbortController();
  for (const name of STOP_SIGNALS) {
    process.on(name, () => {
      if (stopping.signal.aborted) return;
      narrator.say('\nStopping …');
      stopping.abort();
    });
  }
  return stopping.signal;
}

async function start(settings: StartSettings): Promise<void> {
  const signal = stopOnSignals();
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  narrator.heading('The marketplace starts');
  let marketplace: Marketplace | undefined;
  try {
    marketplace = await startMarketplace({ settings, narrator, signal });
    const { webUrl, rpcUrl, accounts, deployment, directory } = marketplace;
    const lines = await describeMarketplace({
      webUrl,
      rpcUrl,
      accounts,
      client: { publicClient: createPublicClient({ transport: localTransport(rpcUrl) }), deployment },
      directory: directory.root,
      hasAgent: settings.agent,
    });
    for (const line of lines) narrator.say(line);
    await aborted;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await marketplace?.stop();
  }
  narrator.say('Stopped.');
}

async function main(): Promise<void> {
  const { run, settings } = readStartCommand({
    arguments: process.argv.slice(2),
    environment: process.env,
  });
  if (run === 'help') narrator.say(describeStartCommand());
  else if (run === 'print-config') narrator.say(printSettings(settings));
  else {
    try {
      await start(settings);
    } catch (cause) {
      if (!isSystemError(cause, 'ENOSPC')) throw cause;
      throw new NoSpaceError({ directory: settings.dataDirectory, cause });
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof BaseError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
