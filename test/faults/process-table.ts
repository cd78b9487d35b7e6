import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type ProcessIdentity, identifyProcess } from '#devnet/processes.ts';

type Entry = { pid: number; parent: number; command: string };

/**
 * A process with all its descendants, and all that name `folder` on their command lines: servers that an earlier run
 * has started are nobody's children any more.
 */
export async function listFamily(parameters: { pid: number; folder: string }): Promise<ProcessIdentity[]> {
  const table = await readTable();
  const family = new Set([parameters.pid]);
  for (const { pid, command } of table) if (command.includes(parameters.folder)) family.add(pid);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of table) if (family.has(parent)) family.add(pid);
  }
  const identities = await Promise.all([...family].map(identifyProcess));
  return identities.filter((identity) => identity !== undefined);
}

/** The processes whose command lines hold all the parts. */
export async function findByCommand(...parts: readonly string[]): Promise<number[]> {
  const table = await readTable();
  return table.filter(({ command }) => parts.every((part) => command.includes(part))).map(({ pid }) => pid);
}

async function readTable(): Promise<Entry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 1 << 24 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    const isOurs = command.startsWith('ps -eo');
    return pid === undefined || isOurs ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
