import type { Database } from '../client.ts';
import { toPlain } from '../plain.ts';

/** Stake that was taken from an operator, in base units of the stake token. */
export type SlashingEntry = {
  operator: string;
  amount: bigint;
  reporter: string;
  /** The reporter's part of the amount. */
  reward: bigint;
  /** Unix seconds. */
  timestamp: number;
  transactionHash: string;
};

/** A page shows no more; there should be none. */
const SHOWN_SLASHINGS = 100;

/** What was taken of operators' stakes, the newest first. */
export async function listSlashings({ prisma }: Database): Promise<SlashingEntry[]> {
  const rows = await prisma.slashing.findMany({
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
    take: SHOWN_SLASHINGS,
  });
  return rows.map((row) => {
    const { operator, amount, reporter, reward, timestamp, transactionHash } = toPlain(row);
    return { operator, amount, reporter, reward, timestamp: Number(timestamp), transactionHash };
  });
}
