import { toast } from 'sonner';
import type { Address, Hex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { WriteClient } from '#sdk/client.ts';
import { SignatureRejectedError } from '#sdk/transaction/errors.ts';
import type { TransactionStage } from '#sdk/transaction/transact.ts';
import { addPendingTransaction, removePendingTransaction } from './pending-transactions.ts';

/** Transactions that something on this page follows itself. */
const followed = new Set<Hex>();

/** Whether a part of this page tells how the transaction ends, so that nobody else needs to. */
export function isFollowed(hash: Hex): boolean {
  return followed.has(hash);
}

/** Tells the person about one transaction, and remembers it while nobody knows how it ends. */
export type TransactionTracker = {
  onStage: (stage: TransactionStage) => void;
  /** The action threw. A rejection in the wallet is the person's will, not an error. */
  onError: (error: unknown) => void;
};

/** @param action What the transaction does, to complete "to …": "claim 12 ZTT". */
export function trackTransaction(parameters: {
  client: WriteClient;
  action: string;
  explorerUrl: string | undefined;
}): TransactionTracker {
  const { client, action, explorerUrl } = parameters;
  const account: Address = client.walletClient.account.address;
  const id = `transaction-${crypto.randomUUID()}`;
  let sent: Hex | undefined;
  return {
    onStage: (stage) => {
      switch (stage.name) {
        case 'simulating':
          return;
        case 'signing':
          toast.loading(`Confirm in your wallet: ${action}`, { id });
          return;
        case 'sent': {
          sent = stage.hash;
          followed.add(stage.hash);
          addPendingTransaction({
            hash: stage.hash,
            chainId: client.deployment.chainId,
            account,
            action,
            sentAt: Math.floor(Date.now() / 1000),
          });
          toast.loading(`Waiting to be mined: ${action}`, { id, ...explorerLink(explorerUrl, stage.hash) });
          return;
        }
        case 'mined': {
          const { transactionHash } = stage.receipt;
          if (sent) removePendingTransaction(sent);
          toast.success(`Done: ${action}`, { id, ...explorerLink(explorerUrl, transactionHash) });
          return;
        }
      }
    },
    onError: (error) => {
      if (error instanceof SignatureRejectedError) {
        toast.info(`Rejected in the wallet: ${action}`, { id, description: 'Nothing was sent.' });
        return;
      }
      if (sent && isFinal(error)) removePendingTransaction(sent);
      toast.error(`Failed: ${action}`, { id, description: describeError(error) });
    },
  };
}

/** A toast's link to the transaction, where the chain has an explorer. */
export function explorerLink(explorerUrl: string | undefined, hash: Hex) {
  if (explorerUrl === undefined) return {};
  const open = () => window.open(`${explorerUrl}/tx/${hash}`, '_blank', 'noopener,noreferrer');
  return { action: { label: 'Show', onClick: open } };
}

/** The first sentence of an error of ours; of another, its message. */
export function describeError(error: unknown): string {
  if (error instanceof BaseError) return error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}

/** Whether the transaction's end is known: one that could not be followed may still be mined. */
function isFinal(error: unknown): boolean {
  return error instanceof BaseError && error.name !== 'TransactionFailedError';
}
