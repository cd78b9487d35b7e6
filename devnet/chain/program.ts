import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What runs the local chain. */
export type ChainProgram = { kind: 'anvil' | 'hardhat'; command: string; arguments: readonly string[] };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** anvil from the installed packages or the PATH; where there is none, Hardhat's node. */
export function findChainProgram(): ChainProgram {
  const folders = [
    path.join(ROOT, 'node_modules/.bin'),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ];
  for (const folder of folders) {
    const anvil = path.join(folder, 'anvil');
    if (folder !== '' && isExecutable(anvil)) return { kind: 'anvil', command: anvil, arguments: [] };
  }
  const hardhat = createRequire(import.meta.url).resolve('hardhat/package.json');
  return {
    kind: 'hardhat',
    command: process.execPath,
    arguments: [path.join(path.dirname(hardhat), 'dist/src/cli.js'), 'node'],
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
