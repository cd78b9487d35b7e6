import { toast } from 'sonner';
import type { Config } from 'wagmi';
import { getPublicClient } from 'wagmi/actions';
import type { MarketplaceChain } from '../wallet/chain-context.tsx';
import {
  type PendingTransaction,
  readPendingTransactions,
  removePendingTransaction,
} from './pending-transactions.ts';
import { explorerLink, isFollowed } from './track-transaction.ts';

/** What nobody has mined for a day was dropped. */
const GIVE_UP_SECONDS = 86_400;

/** Waits for the receipts of transactions that an earlier page sent, and tells how they ended. @returns Ends the waiting. */
export function resumePendingTransactions(parameters: {
  config: Config;
  chain: MarketplaceChain;
}): () => void {
  const { config, chain } = parameters;
  const stopping = new AbortController();
  for (const transaction of readPendingTransactions()) {
    if (transaction.chainId !== chain.deployment.chainId || isFollowed(transaction.hash)) continue;
    void follow({ config, chain, transaction, signal: stopping.signal });
  }
  return () => stopping.abort();
}

async function follow(parameters: {
  config: Config;
  chain: MarketplaceChain;
  transaction: PendingTransaction;
  signal: AbortSignal;
}): Promise<void> {
  const { config, chain, transaction, signal } = parameters;
  const { hash, action, sentAt } = transaction;
  const publicClient = getPublicClient(config);
  if (publicClient === undefined) return;
  const id = `pending-${hash}`;
  const link = explorerLink(chain.explorerUrl, hash);
  toast.loading(`Waiting to be mined: ${action}`, { id, ...link });
  try {
    const { status } = await publicClient.waitForTransactionReceipt({ hash });
    removePendingTransaction(hash);
    if (signal.aborted) return;
    if (status === 'success') toast.success(`Done: ${action}`, { id, ...link });
    else toast.error(`Failed when it was mined: ${action}`, { id, ...link });
  } catch {
    // It may still be mined: it is looked for again when the page is loaded again.
    const isOld = Math.floor(Date.now() / 1000) - sentAt > GIVE_UP_SECONDS;
    if (isOld) removePendingTransaction(hash);
    if (signal.aborted) return;
    toast.warning(`Not mined yet: ${action}`, {
      id,
      ...link,
      description: isOld ? 'It was dropped, most likely.' : 'It is looked for again with the next visit.',
    });
  }
}
