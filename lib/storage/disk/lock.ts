import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreLockedError, errorCode } from '../errors.ts';
import { onDisk } from './durable.ts';

export type StoreLock = { release: () => Promise<void> };

/**
 * Takes a store's folder for this process. A lock that a dead process left is taken over.
 * @throws {@link StoreLockedError} when a running process holds it, this one included.
 */
export async function lockStore(directory: string): Promise<StoreLock> {
  const path = join(directory, 'lock');
  const owner = await describeProcess(process.pid);
  // Linked, not written, into place: whoever sees the lock sees who holds it.
  const mine = join(directory, `lock.${randomUUID()}`);
  await onDisk('create its lock', mine, () => writeFile(mine, owner));
  try {
    for (;;) {
      const taken = await onDisk('take its lock', path, () => linkIfAbsent(mine, path));
      if (taken) break;
      await removeIfStale(directory, path);
    }
  } finally {
    await rm(mine, { force: true });
  }
  return { release: () => onDisk('release its lock', path, () => rm(path, { force: true })) };
}

async function linkIfAbsent(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfStale(directory: string, path: string): Promise<void> {
  const holder = await readIfPresent(path);
  if (holder === undefined) return;
  const pid = Number.parseInt(holder, 10);
  if (await isRunning(pid, holder)) throw new StoreLockedError({ directory, pid });
  // Two processes may find the same stale lock. Moving it tells the slower one that it has another's.
  const moved = join(directory, `lock.stale.${randomUUID()}`);
  try {
    await rename(path, moved);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfPresent(moved)) !== holder) await linkIfAbsent(moved, path);
  await rm(moved, { force: true });
}

async function isRunning(pid: number, description: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return errorCode(error) === 'EPERM';
  }
  return (await describeProcess(pid)) === description;
}

/** The process id and, where the system tells it, the time of its start: ids are used again. */
async function describeProcess(pid: number): Promise<string> {
  const stat = await readIfPresent(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may contain anything; the 22nd is the start.
  const startTicks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${pid} ${startTicks ?? 'unknown'}`;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}
