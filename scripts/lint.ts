/** `npm run lint`: every static check, all of them even when one fails. */
import { spawnSync } from 'node:child_process';

const checks: [string, string[]][] = [
  ['prettier', ['--check', '--log-level', 'warn', '.']],
  ['eslint', ['--max-warnings', '0', '.']],
  ['solhint', ['--noPoster', '--disc', '--max-warnings', '0', 'contracts/**/*.sol']],
  [
    'depcruise',
    [
      '--config',
      '.dependency-cruiser.cjs',
      'app',
      'components',
      'hooks',
      'lib',
      'worker',
      'devnet',
      'examples',
      'scripts',
      'bench',
      'test',
    ],
  ],
  ['knip', ['--include', 'files,dependencies,unlisted,unresolved,binaries']],
];

const failed = checks.filter(([command, args]) => {
  console.error(`${command} …`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(error.message);
  return status !== 0;
});
if (failed.length > 0) console.error(`Not clean: ${failed.map(([command]) => command).join(', ')}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
