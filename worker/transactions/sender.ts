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

type SignedTransaction = SentTransaction & { serializedTransaction: Hex; request: TransactionRequest };

/** What is signed; a bump changes the fees alone. */
type TransactionRequest = {
  to: Address;
  data: Hex;
  nonce: number;
  gas: bigint;
  /** Wei. */
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
};

/** One nonce: the transaction that was sent with it, and those with higher fees that replace it. */
type Line = {
  purpose: string;
  action: string;
  nonce: number;
  /** The newest last. */
  hashes: Hex[];
  /** The newest; unknown for one of an earlier run, until a bump reads it from the chain. */
  request: TransactionRequest | undefined;
  startedMs: number;
};

/** The state may cost more gas when the transaction is mined than when it was estimated. */
const GAS_MARGIN_PERCENT = 130n;
const RECEIPT_POLL_MS = 150;
/** Nodes take a replacement from 10 % more on. */
const BUMP_PERCENT = 113n;
const DEFAULT_BUMP_AFTER_MS = 30_000;

export function createTransactionSender(parameters: {
  client: ReadClient;
  database: Database;
  account: LocalAccount;
  log: Logger;
  /** A transaction that is not mined for so long is sent again with higher fees. @default 30 seconds */
  bumpAfterMs?: number | undefined;
  /** Wei; fees are not raised above it. @default no limit */
  maximumFeePerGas?: bigint | undefined;
}): TransactionSender {
  const {
    client,
    database,
    account,
    log,
    bumpAfterMs = DEFAULT_BUMP_AFTER_MS,
    maximumFeePerGas,
  } = parameters;
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
      return signRequest(purpose, { to, data, nonce, gas: gasLimit, ...limitFees(fees) });
    });
  }

  async function signRequest(purpose: string, request: TransactionRequest): Promise<SignedTransaction> {
    const serializedTransaction = await account.signTransaction({
      type: 'eip1559',
      chainId: deployment.chainId,
      ...request,
    });
    const { nonce } = request;
    return { purpose, nonce, hash: keccak256(serializedTransaction), serializedTransaction, request };
  }

  function limitFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees): Fees {
    if (maximumFeePerGas === undefined) return { maxFeePerGas, maxPriorityFeePerGas };
    const limited = maxFeePerGas < maximumFeePerGas ? maxFeePerGas : maximumFeePerGas;
    return {
      maxFeePerGas: limited,
      maxPriorityFeePerGas: maxPriorityFeePerGas < limited ? maxPriorityFeePerGas : limited,
    };
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
    const { hash, nonce, request } = sent;
    log.info({ purpose, hash, nonce }, 'transaction sent');
    return follow({ purpose, action, nonce, hashes: [hash], request, startedMs });
  }

  async function broadcast({ serializedTransaction, hash }: SignedTransaction): Promise<void> {
    try {
      await publicClient.sendRawTransaction({ serializedTransaction });
    } catch (error) {
      if (await findTransaction(hash)) return;
      await finishTransaction(database, { hash, status: 'Dropped' });
      throw error;
    }
  }

  /** The transaction, mined or not; `undefined`: the chain does not have it. */
  async function findTransaction(hash: Hex) {
    try {
      return await publicClient.getTransaction({ hash });
    } catch (error) {
      if (error instanceof TransactionNotFoundError) return undefined;
      throw error;
    }
  }

  async function follow(line: Line): Promise<TransactionReceipt> {
    const { action, purpose, hashes, startedMs } = line;
    const newest = hashes.at(-1);
    const receipt = await attempt(
      { action, account: account.address, ...(newest === undefined ? {} : { hash: newest }) },
      () => awaitReceipt(line),
    );
    const { blockNumber, gasUsed, status, transactionHash: hash } = receipt;
    const durationMs = Math.round(performance.now() - startedMs);
    await finishTransaction(database, {
      hash,
      blockNumber,
      status: status === 'success' ? 'Succeeded' : 'Reverted',
    });
    await drop(hashes.filter((other) => other !== hash));
    const details = { purpose, hash, blockNumber, gasUsed, durationMs };
    if (status === 'reverted') {
      log.warn(details, 'transaction reverted');
      throw new TransactionRevertedError({ action, hash });
    }
    log.info(details, 'transaction mined');
    return receipt;
  }

  async function drop(hashes: readonly Hex[]): Promise<void> {
    for (const hash of hashes) await finishTransaction(database, { hash, status: 'Dropped' });
  }

  /** Waits for as long as it takes, and raises the fees of what waits too long. */
  async function awaitReceipt(line: Line): Promise<TransactionReceipt> {
    const { action, nonce, hashes } = line;
    let bumpAtMs = performance.now() + bumpAfterMs;
    for (;;) {
      if (closing.signal.aborted) throw new SenderClosedError({ action });
      // Before the receipts: a nonce that was taken before a look that finds no receipt was taken by another one.
      const minedNonces = await publicClient.getTransactionCount({ address: account.address });
      for (const hash of hashes.toReversed()) {
        const receipt = await findReceipt(hash);
        if (receipt) return receipt;
      }
      if (nonce < minedNonces) {
        await drop(hashes);
        throw new TransactionReplacedError({ action, hash: hashes.at(-1) ?? '0x' });
      }
      if (performance.now() > bumpAtMs) {
        await bump(line).catch((error: unknown) => {
          log.warn({ error, purpose: line.purpose, nonce }, 'the fees of a transaction could not be raised');
        });
        bumpAtMs = performance.now() + bumpAfterMs;
      }
      await pause(RECEIPT_POLL_MS, closing.signal);
    }
  }

  /** Sends the same call with the same nonce and higher fees: one of them is mined, never both. */
  async function bump(line: Line): Promise<void> {
    const { purpose, nonce, hashes } = line;
    line.request ??= await readRequest(hashes);
    const { request } = line;
    if (request === undefined) return;
    const estimate = await publicClient.estimateFeesPerGas();
    const fees = limitFees({
      maxFeePerGas: larger(estimate.maxFeePerGas, raised(request.maxFeePerGas)),
      maxPriorityFeePerGas: larger(estimate.maxPriorityFeePerGas, raised(request.maxPriorityFeePerGas)),
    });
    if (fees.maxFeePerGas < raised(request.maxFeePerGas)) {
      log.warn({ purpose, nonce, maximumFeePerGas }, 'a transaction waits, and its fees are at their limit');
      return;
    }
    const signed = await signRequest(purpose, { ...request, ...fees });
    const { hash } = signed;
    await saveTransaction(database, { account: account.address, purpose, nonce, hash });
    // Known before it is broadcast: should the broadcast fail after all, its receipt is looked for in vain.
    hashes.push(hash);
    line.request = signed.request;
    await publicClient.sendRawTransaction({ serializedTransaction: signed.serializedTransaction });
    log.info({ purpose, hash, nonce, ...fees }, 'transaction sent again with higher fees');
  }

  /** What an earlier run sent, as the chain has it. */
  async function readRequest(hashes: readonly Hex[]): Promise<TransactionRequest | undefined> {
    for (const hash of hashes.toReversed()) {
      const sent = await findTransaction(hash);
      if (!sent?.to || sent.maxFeePerGas === undefined || sent.maxPriorityFeePerGas === undefined) continue;
      const { to, input: data, nonce, gas, maxFeePerGas, maxPriorityFeePerGas } = sent;
      return { to, data, nonce, gas, maxFeePerGas, maxPriorityFeePerGas };
    }
    return undefined;
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
  async function resumeLine(open: readonly SentTransaction[]): Promise<void> {
    const hashes: Hex[] = [];
    for (const { hash } of open) {
      if (await findTransaction(hash)) hashes.push(hash);
      else await drop([hash]);
    }
    const [first] = open;
    if (first === undefined || hashes.length === 0) return;
    const { purpose, nonce } = first;
    log.info({ purpose, hashes, nonce }, 'transaction of an earlier run taken up');
    const action = `finish "${purpose}"`;
    const line = { purpose, action, nonce, hashes, request: undefined, startedMs: performance.now() };
    track(purpose, follow(line)).catch((error: unknown) => {
      log.warn({ error, purpose, hashes }, 'transaction of an earlier run did not succeed');
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
      const open = await listOpenTransactions(database, { account: account.address });
      for (const line of Map.groupBy(open, ({ nonce }) => nonce).values()) await resumeLine(line);
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled([...underWay.values()]);
    },
  };
}

type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

function raised(fee: bigint): bigint {
  return (fee * BUMP_PERCENT) / 100n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
