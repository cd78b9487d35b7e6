/** `npm test`: all tests, Solidity and TypeScript; arguments are passed on to Vitest, which then runs alone. */
import { spawnSync } from 'node:child_process';
import { BaseError } from '#protocol/errors/base.ts';
import { provideChromium } from './chromium.ts';

function run(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw error;
  return status === 0;
}

try {
  process.env['CHROMIUM_PATH'] = provideChromium({ onProgress: (message) => console.error(message) });
  const filters = process.argv.slice(2);
  const passed =
    filters.length > 0
      ? run('vitest', ['run', ...filters])
      : [run('hardhat', ['test', 'solidity']), run('vitest', ['run'])].every(Boolean);
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(error instanceof BaseError ? error.message : error);
  process.exitCode = 1;
}
