import { type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { PENDING_TRANSACTIONS_KEY } from '../wallet/remembered.ts';

const transactionSchema = z.object({
  hash: z.custom<Hex>((value) => isHex(value), 'not a hash'),
  chainId: z.number().int(),
  account: z.string().refine((value) => isAddress(value), 'not an address'),
  /** What it does, to complete "to …". */
  action: z.string().min(1).max(200),
  /** Unix seconds. */
  sentAt: z.number().int(),
});

/** A transaction that was sent and whose receipt nobody has seen yet. */
export type PendingTransaction = z.infer<typeof transactionSchema>;

const MAX_KEPT = 50;

/** What was sent and not seen mined; it survives a reload. */
export function readPendingTransactions(): readonly PendingTransaction[] {
  const parsed = z
    .array(transactionSchema)
    .safeParse(parseJson(localStorage.getItem(PENDING_TRANSACTIONS_KEY)));
  return parsed.success ? parsed.data : [];
}

export function addPendingTransaction(transaction: PendingTransaction): void {
  const others = readPendingTransactions().filter(({ hash }) => hash !== transaction.hash);
  localStorage.setItem(PENDING_TRANSACTIONS_KEY, JSON.stringify([...others, transaction].slice(-MAX_KEPT)));
}

export function removePendingTransaction(hash: Hex): void {
  const rest = readPendingTransactions().filter((transaction) => transaction.hash !== hash);
  if (rest.length === 0) localStorage.removeItem(PENDING_TRANSACTIONS_KEY);
  else localStorage.setItem(PENDING_TRANSACTIONS_KEY, JSON.stringify(rest));
}

/** Somebody may have written there by hand. */
function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '[]');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
