import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PortTakenError, claimPort, findFreePort, isSystemError } from '../ports.ts';
import { replaceFile } from './data-directory.ts';

const keptSchema = z.record(z.string(), z.number().int());

/** Ports that stay the same from one run to the next as long as nobody else takes them. */
export type KeptPorts = {
  /**
   * @param name What listens there: "chain", "operator 1".
   * @param preferred Where it would like to listen at its first start.
   */
  choose(name: string, preferred?: number): Promise<number>;
};

export async function openKeptPorts(file: string): Promise<KeptPorts> {
  const kept = await readKept(file);
  const choose = async (name: string, preferred: number | undefined) => {
    const others = new Set(Object.entries(kept).flatMap(([other, port]) => (other === name ? [] : [port])));
    const free = async (port: number | undefined) =>
      port === undefined || others.has(port) ? undefined : ifFree(port);
    let chosen = (await free(kept[name])) ?? (await free(preferred));
    while (chosen === undefined) chosen = await free(await findFreePort());
    if (kept[name] === chosen) return chosen;
    kept[name] = chosen;
    await replaceFile(file, JSON.stringify(kept));
    return chosen;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    choose: (name, preferred) => {
      // One after the other: nobody listens yet on what was chosen last.
      const next = last.then(() => choose(name, preferred));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function readKept(file: string): Promise<Record<string, number>> {
  try {
    return keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return {};
    throw cause;
  }
}

async function ifFree(port: number): Promise<number | undefined> {
  try {
    return await claimPort({ port, purpose: 'a part of the marketplace', setting: 'another setting' });
  } catch (cause) {
    if (cause instanceof PortTakenError) return undefined;
    throw cause;
  }
}
