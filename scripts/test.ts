/** `npm test`: all tests, Solidity and TypeScript; arguments are passed on to Vitest, which then runs alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BaseError } from '#protocol/errors/base.ts';
import { provideChromium } from './chromium.ts';

/** @param isQuiet Keeps the output until the end, so that it does not mix with another command's. */
async function run(command: string, args: readonly string[], { isQuiet = false } = {}): Promise<boolean> {
  const child = spawn(command, args, { stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  const [status] = (await once(child, 'close')) as [number | null];
  process.stdout.write(Buffer.concat(chunks));
  return status === 0;
}

/** The Solidity compiler takes minutes on one core; the TypeScript tests need none of what it makes. */
async function runAll(): Promise<boolean> {
  console.error('Solidity tests run beside the TypeScript tests; their output follows at their end.');
  const results = await Promise.all([
    run('hardhat', ['test', 'solidity'], { isQuiet: true }),
    run('vitest', ['run']),
  ]);
  return results.every(Boolean);
}

try {
  process.env['CHROMIUM_PATH'] = provideChromium({ onProgress: (message) => console.error(message) });
  const filters = process.argv.slice(2);
  const passed = filters.length > 0 ? await run('vitest', ['run', ...filters]) : await runAll();
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(error instanceof BaseError ? error.message : error);
  process.exitCode = 1;
}
