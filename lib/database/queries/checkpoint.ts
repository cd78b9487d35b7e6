import type { Database } from '../client.ts';

/** The block up to which the index is complete; `undefined`: it is empty. */
export async function getCheckpoint({
  prisma,
}: Database): Promise<{ number: bigint; hash: string; timestamp: bigint } | undefined> {
  const row = await prisma.indexedBlock.findFirst({ orderBy: { number: 'desc' } });
  return row ? { number: row.number, hash: row.hash, timestamp: row.timestamp } : undefined;
}
