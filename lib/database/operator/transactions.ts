import type { Address, Hex } from 'viem';
import type { Database } from '../client.ts';
import { readHex } from './hex.ts';

/** How a transaction ended. */
export type TransactionEnd = 'Succeeded' | 'Reverted' | 'Dropped';

/** A transaction that was signed and may have been broadcast. */
export type SentTransaction = { purpose: string; nonce: number; hash: Hex };

/** Notes a transaction before it is broadcast. */
export async function saveTransaction(
  { prisma }: Database,
  parameters: SentTransaction & { account: Address },
): Promise<void> {
  await prisma.accountTransaction.create({ data: parameters });
}

/** The transactions of an account whose end is not known, in the order of their nonces. */
export async function listOpenTransactions(
  { prisma }: Database,
  { account }: { account: Address },
): Promise<SentTransaction[]> {
  const rows = await prisma.accountTransaction.findMany({
    where: { account, status: 'Sent' },
    orderBy: { nonce: 'asc' },
  });
  return rows.map((row) => ({
    purpose: row.purpose,
    nonce: row.nonce,
    hash: readHex(row.hash),
  }));
}

/** Notes how a transaction ended. */
export async function finishTransaction(
  { prisma }: Database,
  parameters: { hash: Hex; status: TransactionEnd; blockNumber?: bigint },
): Promise<void> {
  const { hash, status, blockNumber } = parameters;
  await prisma.accountTransaction.update({
    where: { hash },
    data: { status, ...(blockNumber === undefined ? {} : { blockNumber }) },
  });
}
