import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { BaseError } from '#protocol/errors/base.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** There is no Chromium and it could not be installed. */
export class ChromiumMissingError extends BaseError {
  override name = 'ChromiumMissingError';
  constructor({ details }: { details?: string } = {}) {
    super('The browser tests need Chromium, and none was found.', {
      details,
      metaMessages: [
        'Install it (on Debian and Ubuntu: `sudo apt-get install chromium`), or name one in CHROMIUM_PATH.',
      ],
    });
  }
}

/** The Chromium named by `CHROMIUM_PATH`, else the first on the PATH; `undefined` when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['CHROMIUM_PATH'];
  if (named) return isExecutable(named) ? named : undefined;
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

/**
 * Finds Chromium, or installs Debian's package where this process may.
 *
 * @returns The path of the executable.
 * @throws {ChromiumMissingError}
 */
export function provideChromium({ onProgress }: { onProgress: (message: string) => void }): string {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    throw new ChromiumMissingError();
  onProgress('Installing Chromium for the browser tests (a minute or two)');
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const result = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (result.status !== 0) throw new ChromiumMissingError({ details: result.stderr });
  }
  const installed = findChromium();
  if (!installed) throw new ChromiumMissingError();
  return installed;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
