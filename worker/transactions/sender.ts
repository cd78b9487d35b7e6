import {
  type Address,
  type Hex,
  type LocalAccount,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  type TransactionReceipt,
  keccak256,
} from 'viem';
import type { Logger } from 'pino';
import type { Database } from '#database/client.ts';
import {
  type SentTransaction,
  finishTransaction,
  listOpenTransactions,
  saveTransaction,
} from '#database/operator/transactions.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type { ReadClient } from '#sdk/client.ts';
import {
  InsufficientGasFundsError,
  TransactionFailedError,
  TransactionReplacedError,
  TransactionRevertedError,
} from '#sdk/transaction/errors.ts';
import { attempt } from '#sdk/transaction/transact.ts';
import { pause } from '../timing/pause.ts';

export type SendParameters = {
  to: Address;
  data: Hex;
  /** Names what the transaction achieves; one is under way for a purpose at a time. */
  purpose: string;
  /** What it does, to complete "could not …", for errors. */
  action: string;
};

/** The one way in which a node changes the chain. */
export type TransactionSender = {
  account: Address;
  /**
   * Simulates, signs, keeps, broadcasts, and waits for the receipt. When a transaction for the purpose is under
   * way, waits for that one instead.
   *
   * @throws {ContractRevertedError}: nothing was sent; {InsufficientGasFundsError}, {TransactionFailedError},
   * {TransactionRevertedError}, {TransactionReplacedError}.
   */
  send(parameters: SendParameters): Promise<TransactionReceipt>;
  /** Whether a transaction for the purpose is on its way. */
  isUnderWay(purpose: string): boolean;
  /** Takes up what an earlier process left under way, so that nothing is sent twice. */
  resume(): Promise<void>;
  /** Follows nothing any more; what is under way is taken up at the next start. */
  close(): Promise<void>;
};

/** The node stops; the transaction may be mined all the same. */
export class SenderClosedError extends BaseError {
  override name = 'SenderClosedError';
  constructor({ action }: { action: string }) {
    super(`The node stops and no longer follows the transaction to ${action}.`, {
      metaMessages: ['It is taken up at the next start.'],
    });
  }
}

type SignedTransaction = SentTransaction & { serializedTransaction: Hex };

/** The state may cost more gas when the transaction is mined than when it was estimated. */
const GAS_MARGIN_PERCENT = 130n;
const RECEIPT_TIMEOUT_MS = 180_000;
const RECEIPT_POLL_MS = 150;

export function createTransactionSender(parameters: {
  client: ReadClient;
  database: Database;
  account: LocalAccount;
  log: Logger;
}): TransactionSender {
  const { client, database, account, log } = parameters;
  const { publicClient, deployment } = client;
  const underWay = new Map<string, Promise<TransactionReceipt>>();
  const closing = new AbortController();
  let lastInLine: Promise<unknown> = Promise.resolve();

  /** One transaction at a time gets its nonce; waiting for receipts is not part of the turn. */
  function inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const turn = lastInLine.then(run, run);
    lastInLine = turn.catch(() => undefined);
    return turn;
  }

  async function sign({ to, data, purpose, action }: SendParameters): Promise<SignedTransaction> {
    const call = { account: account.address, to, data };
    return attempt({ action, account: account.address }, async () => {
      const [gas, nonce, fees, balance] = await Promise.all([
        // Pending: the seed block's hash is known to contracts only in the block after it.
        publicClient.estimateGas({ ...call, blockTag: 'pending' }),
        publicClient.getTransactionCount({ address: account.address, blockTag: 'pending' }),
        publicClient.estimateFeesPerGas(),
        publicClient.getBalance({ address: account.address }),
      ]);
      const gasLimit = (gas * GAS_MARGIN_PERCENT) / 100n;
      const needed = gasLimit * fees.maxFeePerGas;
      if (balance < needed) {
        throw new InsufficientGasFundsError({
          action,
          account: account.address,
          cause: new Error(`it has ${balance} wei and may need ${needed} wei`),
        });
      }
      const serializedTransaction = await account.signTransaction({
        type: 'eip1559',
        chainId: deployment.chainId,
        to,
        data,
        nonce,
        gas: gasLimit,
        maxFeePerGas: fees.maxFeePerGas,
        maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
      });
      return { purpose, nonce, hash: keccak256(serializedTransaction), serializedTransaction };
    });
  }

  async function sendNow(send: SendParameters): Promise<TransactionReceipt> {
    const { purpose, action } = send;
    const startedMs = performance.now();
    const sent = await inTurn(async () => {
      const signed = await sign(send);
      const { nonce, hash } = signed;
      await saveTransaction(database, { account: account.address, purpose, nonce, hash });
      await attempt({ action, account: account.address }, () => broadcast(signed));
      return signed;
    });
    log.info({ purpose, hash: sent.hash, nonce: sent.nonce }, 'transaction sent');
    return follow(sent, { action, startedMs });
  }

  async function broadcast({ serializedTransaction, hash }: SignedTransaction): Promise<void> {
    try {
      await publicClient.sendRawTransaction({ serializedTransaction });
    } catch (error) {
      if (await isKnown(hash)) return;
      await finishTransaction(database, { hash, status: 'Dropped' });
      throw error;
    }
  }

  /** Whether the chain has the transaction, mined or not. */
  async function isKnown(hash: Hex): Promise<boolean> {
    try {
      await publicClient.getTransaction({ hash });
      return true;
    } catch (error) {
      if (error instanceof TransactionNotFoundError) return false;
      throw error;
    }
  }

  async function follow(
    { hash, purpose, nonce }: SentTransaction,
    { action, startedMs }: { action: string; startedMs: number },
  ): Promise<TransactionReceipt> {
    const receipt = await attempt({ action, account: account.address, hash }, () =>
      awaitReceipt({ hash, nonce, action }),
    );
    const { blockNumber, gasUsed, status } = receipt;
    const durationMs = Math.round(performance.now() - startedMs);
    await finishTransaction(database, {
      hash,
      blockNumber,
      status: status === 'success' ? 'Succeeded' : 'Reverted',
    });
    const details = { purpose, hash, blockNumber, gasUsed, durationMs };
    if (status === 'reverted') {
      log.warn(details, 'transaction reverted');
      throw new TransactionRevertedError({ action, hash });
    }
    log.info(details, 'transaction mined');
    return receipt;
  }

  async function awaitReceipt(parameters: {
    hash: Hex;
    nonce: number;
    action: string;
  }): Promise<TransactionReceipt> {
    const { hash, nonce, action } = parameters;
    const deadlineMs = performance.now() + RECEIPT_TIMEOUT_MS;
    for (;;) {
      if (closing.signal.aborted) throw new SenderClosedError({ action });
      // Before the receipt: a nonce that was taken before a look that finds no receipt was taken by another one.
      const minedNonces = await publicClient.getTransactionCount({ address: account.address });
      const receipt = await findReceipt(hash);
      if (receipt) return receipt;
      if (nonce < minedNonces) {
        await finishTransaction(database, { hash, status: 'Dropped' });
        throw new TransactionReplacedError({ action, hash });
      }
      if (performance.now() > deadlineMs) {
        throw new TransactionFailedError({
          action,
          hash,
          cause: new Error(`not mined in ${RECEIPT_TIMEOUT_MS} ms`),
        });
      }
      await pause(RECEIPT_POLL_MS, closing.signal);
    }
  }

  async function findReceipt(hash: Hex): Promise<TransactionReceipt | undefined> {
    try {
      return await publicClient.getTransactionReceipt({ hash });
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return undefined;
      throw error;
    }
  }

  /**
   * One that the chain does not have is dropped: what it was for is due again, and its nonce is given to another
   * one, so that no more than one of the two is ever mined.
   */
  async function resumeOne(open: SentTransaction): Promise<void> {
    const { hash, purpose, nonce } = open;
    if (!(await isKnown(hash))) {
      await finishTransaction(database, { hash, status: 'Dropped' });
      return;
    }
    log.info({ purpose, hash, nonce }, 'transaction of an earlier run taken up');
    const action = `finish "${purpose}"`;
    track(purpose, follow(open, { action, startedMs: performance.now() })).catch((error: unknown) => {
      log.warn({ error, purpose, hash }, 'transaction of an earlier run did not succeed');
    });
  }

  function track(purpose: string, receipt: Promise<TransactionReceipt>): Promise<TransactionReceipt> {
    underWay.set(purpose, receipt);
    const forget = () => {
      if (underWay.get(purpose) === receipt) underWay.delete(purpose);
    };
    receipt.then(forget, forget);
    return receipt;
  }

  return {
    account: account.address,
    send: (send) => underWay.get(send.purpose) ?? track(send.purpose, sendNow(send)),
    isUnderWay: (purpose) => underWay.has(purpose),
    resume: async () => {
      for (const open of await listOpenTransactions(database, { account: account.address })) {
        await resumeOne(open);
      }
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled([...underWay.values()]);
    },
  };
}
