import {
  type Address,
  BaseError as ViemError,
  type Hex,
  InsufficientFundsError,
  type TransactionReceipt,
  UserRejectedRequestError,
} from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { WriteClient } from '../client.ts';
import { ContractRevertedError, revertData } from '../errors/contract-reverted.ts';
import {
  InsufficientGasFundsError,
  SignatureRejectedError,
  TransactionFailedError,
  TransactionReplacedError,
  TransactionRevertedError,
  WrongChainError,
} from './errors.ts';

/** Where a transaction is on its way; what an interface shows. */
export type TransactionStage =
  | { name: 'simulating' }
  /** The wallet asks the person. */
  | { name: 'signing' }
  | { name: 'sent'; hash: Hex }
  | { name: 'mined'; receipt: TransactionReceipt };

/** What every writing action takes besides its own parameters. */
export type TransactionOptions = {
  onStage?: ((stage: TransactionStage) => void) | undefined;
  /** Blocks that must be mined, the transaction’s own included. @default 1 */
  confirmations?: number | undefined;
  /** How long to wait for the receipt. @default 180_000 */
  timeoutMs?: number | undefined;
  /** Stops before the transaction is sent; one that is sent cannot be recalled. */
  signal?: AbortSignal | undefined;
};

export type TransactParameters = TransactionOptions & {
  to: Address;
  data: Hex;
  /** What the transaction does, to complete "could not …", for errors. */
  action: string;
  /** Gas beyond the estimate that work left by others may cost when they are mined first. @default 0 */
  gasReserve?: bigint | undefined;
};

/** The state may cost more gas when the transaction is mined than when it was estimated. */
const GAS_MARGIN_PERCENT = 130n;

const DEFAULT_TIMEOUT_MS = 180_000;

/**
 * The one way in which the SDK changes the chain: simulate, send, wait for the receipt.
 *
 * @throws {WrongChainError}, {ContractRevertedError}: nothing was sent; {SignatureRejectedError},
 * {InsufficientGasFundsError}, {TransactionFailedError}, {TransactionRevertedError}, {TransactionReplacedError}.
 */
export async function transact(
  client: WriteClient,
  parameters: TransactParameters,
): Promise<TransactionReceipt> {
  const { publicClient, walletClient, deployment } = client;
  const { to, data, action, onStage, signal, confirmations = 1, timeoutMs = DEFAULT_TIMEOUT_MS } = parameters;
  const { gasReserve = 0n } = parameters;
  const { account } = walletClient;
  signal?.throwIfAborted();
  onStage?.({ name: 'simulating' });
  // The newest block is past when the transaction is mined, and rules that count blocks know the difference.
  const call = { account, to, data };
  const next = { ...call, blockTag: 'pending' } as const;
  const gas = await attempt({ action, account: account.address }, async () => {
    const actual = await walletClient.getChainId();
    if (actual !== deployment.chainId) throw new WrongChainError({ expected: deployment.chainId, actual });
    await publicClient.call(next);
    return publicClient.estimateGas(next);
  });
  signal?.throwIfAborted();
  onStage?.({ name: 'signing' });
  const hash = await attempt({ action, account: account.address }, () =>
    walletClient.sendTransaction({
      ...call,
      chain: walletClient.chain ?? null,
      gas: (gas * GAS_MARGIN_PERCENT) / 100n + gasReserve,
    }),
  );
  onStage?.({ name: 'sent', hash });

  let replacedBy: Hex | undefined;
  const receipt = await attempt({ action, account: account.address, hash }, () =>
    publicClient.waitForTransactionReceipt({
      hash,
      confirmations,
      timeout: timeoutMs,
      onReplaced: ({ reason, transaction }) => {
        // A repriced transaction is the same one with a higher fee.
        if (reason !== 'repriced') replacedBy = transaction.hash;
      },
    }),
  );
  if (replacedBy !== undefined) throw new TransactionReplacedError({ action, hash: replacedBy });
  if (receipt.status === 'reverted') {
    throw new TransactionRevertedError({
      action,
      hash,
      cause: await revertReason(client, { call, action, receipt }),
    });
  }
  onStage?.({ name: 'mined', receipt });
  return receipt;
}

/** Runs a call to chain or wallet and turns what it throws into an error of ours. */
export async function attempt<Value>(
  { action, account, hash }: { action: string; account: Address; hash?: Hex },
  run: () => Promise<Value>,
): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BaseError) throw error;
    const data = revertData(error);
    if (data !== undefined) throw new ContractRevertedError({ data, action, cause: error });
    if (error instanceof ViemError) {
      if (error.walk((cause) => cause instanceof UserRejectedRequestError)) {
        throw new SignatureRejectedError({ action, cause: error });
      }
      if (error.walk((cause) => cause instanceof InsufficientFundsError)) {
        throw new InsufficientGasFundsError({ action, account, cause: error });
      }
    }
    throw new TransactionFailedError({ action, ...(hash ? { hash } : {}), cause: error });
  }
}

/** Why a mined transaction failed, as far as a call on the state after its block still tells. */
async function revertReason(
  { publicClient }: WriteClient,
  parameters: {
    call: { account: WriteClient['walletClient']['account']; to: Address; data: Hex };
    action: string;
    receipt: TransactionReceipt;
  },
): Promise<unknown> {
  const { call, action, receipt } = parameters;
  try {
    await publicClient.call({ ...call, blockNumber: receipt.blockNumber });
  } catch (error) {
    const data = revertData(error);
    return data === undefined ? error : new ContractRevertedError({ data, action, cause: error });
  }
  return undefined;
}
