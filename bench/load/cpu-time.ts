import { readFile, readdir } from 'node:fs/promises';

/** Where a process has spent its CPU time, in clock ticks; `/proc` counts user and system time of all threads. */
export type ProcessTicks = {
  parent: number;
  own: number;
  /** Of its children that have ended and were waited for, their own such children included. */
  ended: number;
};

/** CPU time of a node, in clock ticks. */
export type NodeTicks = {
  /** Of the node's process. */
  own: number;
  /** Of its evaluators, those that have ended included: they are all the processes that a node starts. */
  evaluators: number;
};

/** Linux counts in hundredths of a second, whatever its kernel's own clock is. */
export const TICKS_PER_SECOND = 100;

/** Fields of `/proc/<pid>/stat` after the name (proc(5)), which is in brackets and may contain any character. */
const FIELDS = { parent: 1, user: 11, system: 12, endedUser: 13, endedSystem: 14 } as const;

/** Parses `/proc/<pid>/stat`. */
export function parseProcessTicks(stat: string): ProcessTicks {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (name: keyof typeof FIELDS) => fields[FIELDS[name]] ?? Number.NaN;
  return {
    parent: field('parent'),
    own: field('user') + field('system'),
    ended: field('endedUser') + field('endedSystem'),
  };
}

/**
 * Adds up a node's process and everything below it.
 *
 * @param processes All processes of the machine, by number.
 */
export function sumNodeTicks(processes: ReadonlyMap<number, ProcessTicks>, pid: number): NodeTicks {
  const node = processes.get(pid);
  if (!node) throw new RangeError(`there is no process ${pid}`);
  const treeOf = (root: number): number => {
    const process_ = processes.get(root);
    return process_ ? process_.own + process_.ended + below(root) : 0;
  };
  const below = (root: number): number => {
    const children = [...processes].filter(([, { parent }]) => parent === root);
    return children.reduce((sum, [child]) => sum + treeOf(child), 0);
  };
  return { own: node.own, evaluators: node.ended + below(pid) };
}

/** Reads the CPU time of nodes, all at one moment. */
export async function readNodeTicks(pids: readonly number[]): Promise<NodeTicks[]> {
  const processes = new Map<number, ProcessTicks>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // It may have ended since it was listed: then its parent has its time.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (stat !== undefined) processes.set(Number(name), parseProcessTicks(stat));
  }
  return pids.map((pid) => sumNodeTicks(processes, pid));
}

/** What was spent between two readings of the same nodes, added up over them. */
export function spentBetween(before: readonly NodeTicks[], after: readonly NodeTicks[]): NodeTicks {
  const sum = (readings: readonly NodeTicks[], part: keyof NodeTicks) =>
    readings.reduce((total, reading) => total + reading[part], 0);
  return {
    own: sum(after, 'own') - sum(before, 'own'),
    evaluators: sum(after, 'evaluators') - sum(before, 'evaluators'),
  };
}
