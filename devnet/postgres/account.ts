import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir, realpath, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { isSystemError } from '../ports.ts';
import { PostgresDirectoryError } from './errors.ts';

/** Who the server runs as. */
export type Account = { uid: number; gid: number };

/** Postgres refuses to run as root, so root runs it as the first of these that exists. */
const UNPRIVILEGED_ACCOUNTS = ['postgres', 'nobody'];

/**
 * The account that the server must run as, or `undefined` for the account of this process, which is so unless
 * that is root. Files that are there already keep their owner.
 */
export async function serverAccount(dataDirectory: string): Promise<Account | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const existing = await ownerOf(path.join(dataDirectory, 'PG_VERSION'));
  if (existing && existing.uid !== 0) return existing;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of UNPRIVILEGED_ACCOUNTS) {
    const entry = accounts.find((fields) => fields[0] === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new PostgresDirectoryError({
    dataDirectory,
    reason: `Postgres does not run as root and this machine has no account ${UNPRIVILEGED_ACCOUNTS.join(' or ')}`,
  });
}

/**
 * Makes a directory for the account. What is made on the way, and temporary directories, is opened for passing
 * through; nothing else has its mode changed.
 */
export async function makeDirectory(directory: string, account: Account | undefined): Promise<void> {
  const made = await mkdir(directory, { recursive: true, mode: 0o755 });
  if (!account) return;
  const temporary = await realpath(tmpdir());
  for (const ancestor of ancestorsOf(await realpath(directory)).slice(1)) {
    const ours =
      made !== undefined && isInside(ancestor, path.dirname(made)) && ancestor !== path.dirname(made);
    if (!ours && !(isInside(ancestor, temporary) && ancestor !== temporary)) continue;
    const { mode, uid } = await stat(ancestor);
    if (uid === 0) await chmod(ancestor, (mode & 0o7777) | 0o011);
  }
  await chown(directory, account.uid, account.gid);
  await chmod(directory, 0o700);
}

/** Whether the account can pass through every directory above and into `directory`. */
export async function canReach(directory: string, account: Account | undefined): Promise<boolean> {
  if (!account) return true;
  for (const ancestor of ancestorsOf(await nearestExisting(directory))) {
    const { mode, uid, gid } = await stat(ancestor);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0 && !isInside(ancestor, await realpath(tmpdir()))) return false;
  }
  return true;
}

async function ownerOf(file: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(file);
    return { uid, gid };
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

async function nearestExisting(directory: string): Promise<string> {
  try {
    return await realpath(directory);
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT')) throw cause;
    return nearestExisting(path.dirname(path.resolve(directory)));
  }
}

function ancestorsOf(directory: string): string[] {
  const parent = path.dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestorsOf(parent)];
}

function isInside(directory: string, ancestor: string): boolean {
  return (
    directory === ancestor ||
    directory.startsWith(ancestor.endsWith(path.sep) ? ancestor : ancestor + path.sep)
  );
}
