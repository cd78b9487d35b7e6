import type { Hex } from 'viem';
import type { Database } from '../client.ts';
import { readHex } from './hex.ts';

/** How a process of the operator's node does, as it says itself. */
export type ProcessReport = {
  /** Its own, for as long as it runs. */
  processId: string;
  roles: readonly string[];
  isStarted: boolean;
  isChainUp: boolean;
  isStorageUp: boolean;
  runtimeId: Hex;
};

/** A process that reported at some time, and whether it still does. */
export type NodeProcess = ProcessReport & { isAlive: boolean };

/** A process that said nothing for this long is down: several reports are missing. */
const SILENCE_SECONDS = 10;
/** Processes that died are remembered for this long, so that a role that nobody has taken over shows as down. */
const MEMORY_SECONDS = 86_400;

/** Reports how a process does. The times are the database's, since machines' clocks differ. */
export async function reportProcess({ prisma }: Database, report: ProcessReport): Promise<void> {
  const { processId, roles, isStarted, isChainUp, isStorageUp, runtimeId } = report;
  await prisma.$executeRaw`
    INSERT INTO node_processes (process_id, roles, is_started, is_chain_up, is_storage_up, runtime_id)
    VALUES (${processId}, ${[...roles]}, ${isStarted}, ${isChainUp}, ${isStorageUp}, ${runtimeId})
    ON CONFLICT (process_id) DO UPDATE SET
      is_started = excluded.is_started, is_chain_up = excluded.is_chain_up,
      is_storage_up = excluded.is_storage_up, seen_at = now()`;
}

/** Every process that reported within the last day and did not end in order. */
export async function listProcesses({ prisma }: Database): Promise<NodeProcess[]> {
  const rows = await prisma.$queryRaw<(Omit<NodeProcess, 'runtimeId'> & { runtimeId: string })[]>`
    SELECT process_id AS "processId", roles, is_started AS "isStarted", is_chain_up AS "isChainUp",
      is_storage_up AS "isStorageUp", runtime_id AS "runtimeId",
      seen_at > now() - make_interval(secs => ${SILENCE_SECONDS}::int) AS "isAlive"
    FROM node_processes ORDER BY started_at, process_id`;
  return rows.map((row) => ({ ...row, runtimeId: readHex(row.runtimeId) }));
}

/** Forgets a process that ends in order, and all that died long ago. */
export async function forgetProcess(
  { prisma }: Database,
  { processId }: { processId: string },
): Promise<void> {
  await prisma.$executeRaw`
    DELETE FROM node_processes
    WHERE process_id = ${processId} OR seen_at < now() - make_interval(secs => ${MEMORY_SECONDS}::int)`;
}
