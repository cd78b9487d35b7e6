import { spawnSync } from 'node:child_process';
import { BaseError } from '#protocol/errors/base.ts';

/** Debian's own; others would not find Debian's packages. */
export const PYTHON = '/usr/bin/python3';

/** There is no PyTorch and it could not be installed. */
export class PyTorchMissingError extends BaseError {
  override name = 'PyTorchMissingError';
  constructor({ details }: { details?: string } = {}) {
    super('The runtime is compared with PyTorch, and there is none.', {
      details,
      metaMessages: ['Install it (on Debian and Ubuntu: `sudo apt-get install python3-torch`).'],
    });
  }
}

/** Whether PyTorch is there, or this process may install it. */
export function canProvidePyTorch(): boolean {
  return process.getuid?.() === 0 || hasPyTorch();
}

/**
 * Installs Debian's PyTorch unless it is there.
 *
 * @throws {PyTorchMissingError}
 */
export function providePyTorch(): void {
  if (hasPyTorch()) return;
  if (process.getuid?.() !== 0) throw new PyTorchMissingError();
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'python3-torch']]) {
    const { status, stderr, error } = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new PyTorchMissingError({ details: error?.message ?? stderr });
  }
  if (!hasPyTorch()) throw new PyTorchMissingError();
}

function hasPyTorch(): boolean {
  const find = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';
  return spawnSync(PYTHON, ['-c', find]).status === 0;
}
