import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PRLIMIT_PATHS = ['/usr/bin/prlimit', '/bin/prlimit'];
const UNSHARE_PATHS = ['/usr/bin/unshare', '/bin/unshare'];
const TRIAL_TIMEOUT_MS = 5_000;

/** What this machine has to isolate an evaluation with; both are parts of util-linux. */
export type IsolationTools = {
  /** Limits what a process may allocate. Without it the process is watched, and killed by its resident size. */
  prlimit: string | undefined;
  /** The command that starts a process without a network; absent where the machine does not permit it. */
  unshare: readonly string[] | undefined;
};

/** Looks once what there is, by trying it. */
export function findIsolationTools(): IsolationTools {
  const find = (paths: readonly string[]) => paths.find((path) => existsSync(path));
  const prlimit = find(PRLIMIT_PATHS);
  const unshare = find(UNSHARE_PATHS);
  return {
    prlimit,
    unshare: unshare ? unshareCommands(unshare).find(works) : undefined,
  };
}

/** With the right to do it, or as root of a user namespace of its own. */
const unshareCommands = (unshare: string): string[][] => [
  [unshare, '--net', '--'],
  [unshare, '--user', '--net', '--'],
];

function works([command = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(command, [...args, 'true'], { stdio: 'ignore', timeout: TRIAL_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}
